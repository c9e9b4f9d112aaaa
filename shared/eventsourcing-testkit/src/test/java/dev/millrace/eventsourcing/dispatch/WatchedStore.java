package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.OtherEntities;
import dev.millrace.eventsourcing.process.ProcessStore;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;

/// Checks the promises of a single write: a version is written once, and no commit number is
/// dropped while another commit is outstanding.
record WatchedStore<S, I>(ProcessStore<S, I> store, Consumer<String> violations)
        implements ProcessStore<S, I> {
    @Override
    public Instance<S, I> load(String key) {
        return store.load(key);
    }

    @Override
    public boolean save(Instance<S, I> instance, Instant now) {
        var before = store.load(instance.key());
        if (!store.save(instance, now)) return false;
        if (before.version() != instance.version() - 1) violations.accept("a write is lost");
        var floor = instance.others().floor();
        if (!Objects.equals(floor, before.others().floor()) && hasOutstanding(instance.others())) {
            violations.accept("a number is dropped while a commit is outstanding");
        }
        return true;
    }

    static boolean hasOutstanding(OtherEntities others) {
        return others.byEntity().values().stream()
                .anyMatch(numbers -> !numbers.outstanding().isEmpty());
    }

    @Override
    public boolean hasRoom(Instance<S, I> instance) {
        return store.hasRoom(instance);
    }
}
