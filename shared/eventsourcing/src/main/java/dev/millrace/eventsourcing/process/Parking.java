package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.StepInstances.Nothing;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Work that keeps no state of its own, by key: where one is a defect it is parked, and all others
/// go on.
///
/// An instance is kept only of what was parked once; whatever goes well costs no call.
abstract sealed class Parking implements Swept permits StepHost, ViewHost {
    private final String name;
    private final OnDefect onDefect;
    private final Instances<Nothing, Nothing> instances;
    private final HostContext context;

    Parking(
            String name,
            OnDefect onDefect,
            ProcessStore<Nothing, Nothing> store,
            HostContext context) {
        this.name = name;
        this.onDefect = onDefect;
        this.instances = new Instances<>(name, store, context);
        this.context = context;
    }

    /// Does the work of a key once more.
    abstract void again(String key);

    @Override
    public final String name() {
        return name;
    }

    final HostContext context() {
        return context;
    }

    /// Does the work, and gives it up where it fails again and again.
    ///
    /// @param what names this very piece of the key's work: what was skipped is not parked again
    /// @throws dev.millrace.eventsourcing.Outage where the world did not answer: nothing is given
    ///   up
    final void attempt(String key, String what, @Nullable EntityRef entity, Runnable work) {
        Patience.defect(work, context.backoff())
                .ifPresent(defect -> giveUp(key, what, entity, defect));
    }

    /// Does the work, and all that waits of the key is done with it.
    ///
    /// @return what is parked of the key then
    final Optional<Parked> settle(String key, String what, EntityRef entity, Runnable work) {
        var before = parked(key);
        attempt(
                key,
                what,
                entity,
                () -> {
                    work.run();
                    free(key, before);
                });
        return parked(key);
    }

    /// Parks what is a defect, or drops it where that is the policy. What was dropped stays
    /// dropped; and what is parked and not due yet is left as it is: to be told of it more often is
    /// no reason to let it wait longer.
    final void giveUp(String key, String what, @Nullable EntityRef entity, Throwable defect) {
        var now = instances.now();
        instances.change(
                key,
                instance -> {
                    var parked = instance.parked();
                    var next = parked == null ? null : parked.next();
                    if (instance.skips(what) || (next != null && next.isAfter(now)))
                        return instance;
                    return switch (onDefect) {
                        case PARK ->
                                instance.parked(Patience.park(parked, what, entity, defect, now));
                        case SKIP ->
                                instance.skipping(new Skipped(what, Patience.error(defect), now));
                    };
                });
    }

    @Override
    public final void sweep(String key) {
        var next = parked(key).map(Parked::next);
        if (next.isPresent() && !next.get().isAfter(instances.now())) tryAgain(key);
    }

    /// It is made due first. Whoever gives up the same key meanwhile then parks it anew, and that
    /// is seen before it is freed.
    @Override
    public final void redrive(String key) {
        var now = instances.now();
        instances.change(
                key,
                instance -> {
                    var parked = instance.parked();
                    return parked == null ? instance : instance.parked(parked.retriedAt(now));
                });
        tryAgain(key);
    }

    private void tryAgain(String key) {
        var before = parked(key);
        if (before.isEmpty()) return;
        Patience.defect(() -> again(key), context.backoff())
                .ifPresentOrElse(
                        defect -> giveUp(key, before.get().what(), before.get().entity(), defect),
                        () -> free(key, before));
    }

    /// Nothing of it waits any more, unless it was parked anew.
    private void free(String key, Optional<Parked> before) {
        instances.change(
                key,
                instance ->
                        before.isPresent() && before.get().equals(instance.parked())
                                ? instance.parked(null)
                                : instance);
    }

    @Override
    public final void skip(String key, String what, String reason) {
        var now = instances.now();
        instances.change(
                key,
                instance -> {
                    var parked = instance.parked();
                    if (parked == null || !parked.what().equals(what)) return instance;
                    return instance.skipping(new Skipped(what, reason, now));
                });
    }

    final boolean skips(String key) {
        return instances.load(key).skips(key);
    }

    @Override
    public final Optional<Parked> parked(String key) {
        return Optional.ofNullable(instances.load(key).parked());
    }
}
