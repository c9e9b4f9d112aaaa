package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.ProcessStore;
import java.time.Instant;

/// A process store whose calls are heard, and disturbed, by [Faults]: `load process <key>`, `save
/// process <key> <version>`.
public record FaultyProcessStore<S, I>(ProcessStore<S, I> store, Faults faults)
        implements ProcessStore<S, I> {

    @Override
    public Instance<S, I> load(String key) {
        return faults.call("load process " + key, () -> store.load(key));
    }

    @Override
    public boolean save(Instance<S, I> instance, Instant now) {
        return faults.call(
                "save process %s %d".formatted(instance.key(), instance.version()),
                () -> store.save(instance, now));
    }

    @Override
    public boolean hasRoom(Instance<S, I> instance) {
        return store.hasRoom(instance);
    }
}
