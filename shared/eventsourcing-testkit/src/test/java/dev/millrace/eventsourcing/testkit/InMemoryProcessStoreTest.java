package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.testkit.Transfer.Input;
import dev.millrace.eventsourcing.testkit.Transfer.State;
import java.time.Instant;
import java.util.Collection;

class InMemoryProcessStoreTest extends ProcessStoreContract {
    private final InMemoryProcessStore<State, Input> store = new InMemoryProcessStore<>();

    @Override
    protected ProcessStore<State, Input> store() {
        return store;
    }

    @Override
    protected Collection<String> due(Instant now) {
        return store.due(now);
    }
}
