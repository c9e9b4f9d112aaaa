package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.ProcessType.Nothing;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Stateless work, by key. A key whose work is a defect is parked, and all others go on.
///
/// Only a key that was parked once has an instance. Work that succeeds costs no call.
abstract sealed class Parking implements ProcessControl permits CommitHost, ViewHost {
    private final String name;
    private final OnDefect onDefect;
    private final Instances<Nothing, Nothing> instances;
    private final Ports ports;

    Parking(String name, OnDefect onDefect, Ports ports) {
        this.name = name;
        this.onDefect = onDefect;
        this.instances = new Instances<>(ProcessType.withoutState(name), ports);
        this.ports = ports;
    }

    /// Does the work of a key once more.
    abstract void again(String key);

    @Override
    public final String name() {
        return name;
    }

    final Ports ports() {
        return ports;
    }

    /// Does the work, which covers all that is parked under the key, and unparks the key.
    final void settle(String key, String what, EntityRef entity, Runnable work) {
        settle(instances.load(key), work, defect -> giveUp(key, what, entity, defect));
    }

    /// Does the work and unparks the key, unless the instance was written meanwhile: a stream
    /// record that parked the key again may contain a commit that the work did not read. Then the
    /// work is repeated.
    private void settle(
            Instance<Nothing, Nothing> loaded, Runnable work, Consumer<Throwable> onFailure) {
        var before = loaded;
        for (var conflicts = instances.conflicts(loaded.key()); ; conflicts.lost()) {
            var defect = RetryPolicy.defect(work, ports.backoff());
            if (defect != null) {
                onFailure.accept(defect);
                return;
            }
            if (before.parked() == null || instances.save(before, before.parked(null))) return;
            before = instances.load(before.key());
        }
    }

    /// Parks a defect, or drops it if that is the policy. What was dropped stays dropped. If the
    /// key is parked and not due yet, it keeps its schedule: redelivery does not lengthen the wait.
    /// The instance is written all the same: the new version stops a concurrent unparking that has
    /// not read this commit.
    final void giveUp(String key, String what, @Nullable EntityRef entity, Throwable defect) {
        var now = instances.now();
        instances.failed(key, what, defect);
        instances.change(
                key,
                instance -> {
                    var parked = instance.parked();
                    var next = parked == null ? null : parked.next();
                    if (instance.skips(what)) return instance;
                    if (next != null && next.isAfter(now)) return instance.parked(parked);
                    return switch (onDefect) {
                        case PARK ->
                                instance.parked(
                                        RetryPolicy.park(parked, what, entity, defect, now));
                        case SKIP ->
                                instance.skipping(
                                        new Skipped(what, RetryPolicy.error(defect), now));
                    };
                });
    }

    @Override
    public final void sweep(String key) {
        var instance = instances.load(key);
        var parked = instance.parked();
        if (parked == null || parked.next() == null) return;
        if (parked.next().isAfter(instances.now())) return;
        settle(
                instance,
                () -> again(key),
                defect -> giveUp(key, parked.what(), parked.entity(), defect));
    }

    @Override
    public final void redrive(String key) {
        instances.retryNow(key);
        sweep(key);
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

    @Override
    public final @Nullable String erase(
            String key, EntityRef entity, List<? extends Commit<?>> commits, boolean isTrial) {
        return instances.erase(
                key,
                Instance::task,
                isTrial,
                instance -> instance.erased(instance.state(), instance.marks()));
    }

    /// Whether a key names a commit that its journal does not have.
    abstract boolean isLost(String key);

    @Override
    public final @Nullable String rewind(String key, boolean isTrial) {
        for (var conflicts = instances.conflicts(key); ; conflicts.lost()) {
            var before = instances.load(key);
            var after = before.forgotten();
            if (before.nextVersion().equals(after) || !isLost(key)) return null;
            if (isTrial || instances.save(before, after)) {
                return "keeps a commit that its journal does not have";
            }
        }
    }

    @Override
    public final Instance<Nothing, Nothing> instance(String key) {
        return instances.load(key);
    }
}
