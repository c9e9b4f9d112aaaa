package dev.millrace.eventsourcing.process;

import static java.util.Objects.requireNonNull;

import dev.millrace.eventsourcing.Conflicts;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Reads and writes the instances of one process, and reports what an update parked or dropped.
final class Instances<S, I> {
    private final String process;
    private final ProcessStore<S, I> store;
    private final Ports ports;

    Instances(ProcessType<S, I> type, Ports ports) {
        this.process = type.name();
        this.store = ports.instances(type);
        this.ports = ports;
    }

    Instance<S, I> load(String key) {
        return store.load(key);
    }

    Instant now() {
        return ports.clock().instant();
    }

    /// Writes what an update changed.
    ///
    /// @return false if another writer was first; nothing was written
    boolean save(InstanceUpdate<S, I> update) {
        return save(update.before(), update.after(), update.now());
    }

    boolean save(Instance<S, I> before, Instance<S, I> after) {
        return save(before, after, now());
    }

    private boolean save(Instance<S, I> before, Instance<S, I> after, Instant now) {
        if (!store.save(after, now)) {
            ports.listener().conflicted(process, after.key());
            return false;
        }
        report(before, after);
        return true;
    }

    /// @throws IllegalStateException if it has no room for another waiting input
    void requireRoom(Instance<S, I> instance) {
        if (store.hasRoom(instance)) return;
        throw new IllegalStateException(
                "%s %s keeps %s waiting inputs, and has no room for more until it handles them"
                        .formatted(process, instance.key(), instance.waiting().size() - 1));
    }

    /// Changes an instance. If another writer changes it meanwhile, the change is made again on
    /// that. An unchanged instance is not written.
    void change(String key, UnaryOperator<Instance<S, I>> change) {
        for (var conflicts = conflicts(key); ; conflicts.lost()) {
            var before = load(key);
            var after = change.apply(before);
            if (after.equals(before) || save(before, after)) return;
        }
    }

    /// Erases what an instance contains of an erased entity.
    ///
    /// @param task what it still has to do with the entity; null if nothing
    /// @param isTrial if true, nothing is written
    /// @return the task, with the name of the instance; if it is not null, nothing was written
    @Nullable String erase(
            String key,
            Function<Instance<S, I>, @Nullable String> task,
            boolean isTrial,
            UnaryOperator<Instance<S, I>> erased) {
        for (var conflicts = conflicts(key); ; conflicts.lost()) {
            var before = load(key);
            var left = task.apply(before);
            if (left != null) return named(key, left);
            var after = erased.apply(before);
            if (isTrial || after.equals(before) || save(before, after.nextVersion())) return null;
        }
    }

    /// A task, with the name of the instance that has it.
    String named(String key, String task) {
        return "%s %s %s".formatted(process, key, task);
    }

    /// Makes what is parked due now. Does nothing if nothing is parked.
    void retryNow(String key) {
        var now = now();
        change(
                key,
                instance -> {
                    var parked = instance.parked();
                    return parked == null ? instance : instance.parked(parked.retriedAt(now));
                });
    }

    Conflicts conflicts(String key) {
        return new Conflicts("%s %s".formatted(process, key), ports.backoff());
    }

    /// Reports a defect of this instance.
    void failed(String key, String what, Throwable defect) {
        ports.listener().failed(process, key, what, defect);
    }

    private void report(Instance<S, I> before, Instance<S, I> after) {
        if (parkedAnew(before, after)) {
            ports.listener().parked(process, after.key(), requireNonNull(after.parked()));
        }
        for (var one : after.skipped()) {
            if (!before.skips(one.what())) {
                ports.listener().skipped(process, after.key(), one.what(), one.reason());
            }
        }
    }

    /// A redrive changes only the time of the next try, which is not reported.
    private static boolean parkedAnew(Instance<?, ?> before, Instance<?, ?> after) {
        var was = before.parked();
        var is = after.parked();
        return is != null
                && (was == null
                        || !was.what().equals(is.what())
                        || was.attempts() != is.attempts());
    }
}
