package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.ProcessStore;
import java.time.Instant;

/// A process store whose calls go through [PortCalls]: `load process <key>`, `save process <key>
/// <version>`.
public record FaultyProcessStore<S, I>(ProcessStore<S, I> store, PortCalls calls)
        implements ProcessStore<S, I> {

    @Override
    public Instance<S, I> load(String key) {
        return calls.call("load process " + key, () -> store.load(key));
    }

    @Override
    public boolean save(Instance<S, I> instance, Instant now) {
        return calls.call(
                "save process %s %s".formatted(instance.key(), instance.version()),
                () -> store.save(instance, now));
    }

    @Override
    public boolean hasRoom(Instance<S, I> instance) {
        return store.hasRoom(instance);
    }
}
