package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Outage;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The instances of one process: reads them, writes turns, and tells of what a turn gave up.
final class Instances<S, I> {
    /// How often others may come first.
    static final int MOST_CONFLICTS = 10;

    private final String process;
    private final ProcessStore<S, I> store;
    private final HostContext context;

    Instances(String process, ProcessStore<S, I> store, HostContext context) {
        this.process = process;
        this.store = store;
        this.context = context;
    }

    Instance<S, I> load(String key) {
        return store.load(key);
    }

    Instant now() {
        return context.clock().instant();
    }

    /// Writes what a turn changed.
    ///
    /// @return false where somebody else wrote first, and nothing was written
    boolean save(Turn<S, I> turn) {
        return save(turn.before(), turn.after());
    }

    boolean save(Instance<S, I> before, Instance<S, I> after) {
        if (!store.save(after, now())) {
            context.incidents().conflicted(process, after.key());
            return false;
        }
        tell(before, after);
        return true;
    }

    /// @throws IllegalStateException where it has too many inputs waiting to keep another
    void requireRoom(Instance<S, I> instance) {
        if (store.hasRoom(instance)) return;
        throw new IllegalStateException(
                "%s %s keeps %d inputs that wait, and has no room for more until it goes on"
                        .formatted(process, instance.key(), instance.waiting().size() - 1));
    }

    /// Changes an instance by itself, whoever else does so meanwhile. What it does not change is
    /// not written.
    void change(String key, UnaryOperator<Instance<S, I>> change) {
        for (var conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
            var before = load(key);
            var after = change.apply(before);
            if (after.equals(before) || save(before, after)) return;
            context.backoff().pause(conflicts + 1);
        }
        throw conflict(key);
    }

    Outage conflict(String key) {
        return new Outage("%s %s changed under every try".formatted(process, key), null);
    }

    private void tell(Instance<S, I> before, Instance<S, I> after) {
        var parked = after.parked();
        if (parked != null && parkedAnew(before, after)) {
            context.incidents()
                    .parked(
                            process,
                            after.key(),
                            parked.what(),
                            parked.error(),
                            parked.attempts(),
                            parked.next());
        }
        for (var one : after.skipped()) {
            if (!before.skips(one.what())) {
                context.incidents().skipped(process, after.key(), one.what(), one.reason());
            }
        }
    }

    /// A redrive changes only when it is tried again.
    private static boolean parkedAnew(Instance<?, ?> before, Instance<?, ?> after) {
        var was = before.parked();
        var is = Objects.requireNonNull(after.parked());
        return was == null || !was.what().equals(is.what()) || was.attempts() != is.attempts();
    }
}
