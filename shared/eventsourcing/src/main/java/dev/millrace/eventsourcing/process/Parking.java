package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Work that keeps no state of its own, by key: where one is a defect it is parked, and all others
/// go on.
///
/// An instance is kept only of what was parked once; whatever goes well costs no call.
final class Parking {
    private static final int MOST_CONFLICTS = 10;

    private final String process;
    private final OnDefect onDefect;
    private final Instances<?, ?> instances;
    private final HostContext context;
    private final Consumer<String> again;

    /// @param again does the work of a key once more
    Parking(
            String process,
            OnDefect onDefect,
            ProcessStore<?, ?> store,
            HostContext context,
            Consumer<String> again) {
        this.process = process;
        this.onDefect = onDefect;
        this.instances = new Instances<>(process, store, context);
        this.context = context;
        this.again = again;
    }

    /// Does the work, and gives it up where it fails again and again.
    ///
    /// @param what names this very piece of the key's work: what was skipped is not parked again
    /// @throws Outage where the world did not answer: nothing is given up
    void attempt(String key, String what, @Nullable EntityRef entity, Runnable work) {
        defect(work).ifPresent(defect -> giveUp(key, what, entity, defect));
    }

    /// Parks what is a defect, or drops it where that is the policy. What was dropped stays
    /// dropped; and what is parked and not due yet is left as it is: to be told of it more often is
    /// no reason to let it wait longer.
    void giveUp(String key, String what, @Nullable EntityRef entity, Throwable defect) {
        change(instances, key, instance -> givenUp(instance, what, entity, defect));
    }

    private <S, I> Instance<S, I> givenUp(
            Instance<S, I> instance, String what, @Nullable EntityRef entity, Throwable defect) {
        var now = instances.now();
        var next = instance.parked() == null ? null : instance.parked().next();
        if (instance.skips(what) || (next != null && next.isAfter(now))) return instance;
        return switch (onDefect) {
            case PARK ->
                    instance.parked(Patience.park(instance.parked(), what, entity, defect, now));
            case SKIP -> instance.skipping(new Skipped(what, Patience.error(defect), now));
        };
    }

    void sweep(String key) {
        var next = parked(key).map(Parked::next);
        if (next.isPresent() && !next.get().isAfter(instances.now())) tryAgain(key);
    }

    /// It is made due first. Whoever gives up the same key meanwhile then parks it anew, and that
    /// is seen when it is settled.
    void redrive(String key) {
        change(instances, key, this::dueNow);
        tryAgain(key);
    }

    private void tryAgain(String key) {
        var before = parked(key);
        if (before.isEmpty()) return;
        defect(() -> again.accept(key))
                .ifPresentOrElse(
                        defect -> giveUp(key, before.get().what(), before.get().entity(), defect),
                        () -> settle(key, before));
    }

    private <S, I> Instance<S, I> dueNow(Instance<S, I> instance) {
        var parked = instance.parked();
        return parked == null ? instance : instance.parked(parked.retriedAt(instances.now()));
    }

    /// It is done: nothing of it waits, unless it was parked anew.
    ///
    /// @param before what it was parked at before it was done
    void settle(String key, Optional<Parked> before) {
        change(
                instances,
                key,
                instance ->
                        before.isPresent() && before.get().equals(instance.parked())
                                ? free(instance)
                                : instance);
    }

    void skip(String key, String what, String reason) {
        change(
                instances,
                key,
                instance -> {
                    var parked = instance.parked();
                    if (parked == null || !parked.what().equals(what)) return instance;
                    return instance.skipping(new Skipped(what, reason, instances.now()));
                });
    }

    boolean skips(String key) {
        return instances.load(key).skips(key);
    }

    Optional<Parked> parked(String key) {
        return Optional.ofNullable(instances.load(key).parked());
    }

    private static <S, I> Instance<S, I> free(Instance<S, I> instance) {
        return instance.parked(null);
    }

    private <S, I> void change(
            Instances<S, I> instances, String key, UnaryOperator<Instance<S, I>> change) {
        for (var conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
            var before = instances.load(key);
            var after = change.apply(before);
            if (after.equals(before) || instances.save(before, after)) return;
            context.backoff().pause(conflicts + 1);
        }
        throw new Outage("%s %s changed under every try".formatted(process, key), null);
    }

    private Optional<Throwable> defect(Runnable work) {
        for (var failures = 1; ; failures++) {
            try {
                work.run();
                return Optional.empty();
            } catch (Outage outage) {
                throw outage;
            } catch (RuntimeException | StackOverflowError defect) {
                if (failures == Patience.TRIES_AT_ONCE) return Optional.of(defect);
                context.backoff().pause(failures);
            }
        }
    }
}
