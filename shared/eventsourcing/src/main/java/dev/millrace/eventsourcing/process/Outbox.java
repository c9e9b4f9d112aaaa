package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Dispatcher.Sent;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.RetryPolicy.Tries;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Sends the effects that an instance owes, in order, and removes each in the write that records
/// its outcome.
final class Outbox<S, I> {
    /// After so many effects their outcomes are written: a function may run out of time before it
    /// has sent a long list.
    private static final int MOST_AT_ONCE = 25;

    /// A process that answers each rejection with another command that is rejected would never end.
    private static final int MOST_REJECTED_IN_A_ROW = 50;

    private final StatefulProcess<S, I> process;
    private final Instances<S, I> instances;
    private final Dispatcher dispatcher;
    private final InstanceUpdates<S, I> updates;
    private final Ports ports;

    Outbox(
            StatefulProcess<S, I> process,
            Instances<S, I> instances,
            InstanceUpdates<S, I> updates,
            Ports ports) {
        this.process = process;
        this.instances = instances;
        this.updates = updates;
        var type = process.type();
        this.dispatcher = new Dispatcher(type.name(), type.messages(), process::expects, ports);
        this.ports = ports;
    }

    private record Delivered(Owed effect, Sent sent) {}

    /// The first effect that could not be sent, and why.
    private record Failed(Owed effect, Throwable defect) {}

    /// Sends, for the first time, the effects that the last write owes, and then those that their
    /// outcomes cause.
    ///
    /// @return the instance afterwards; what it still owes is parked
    Instance<S, I> sendNew(Instance<S, I> instance) {
        return empty(instance, null, false);
    }

    /// Sends until nothing is owed: outcomes may cause more effects.
    ///
    /// @param evenParked whether an effect that parked the instance is tried again
    /// @return the instance afterwards; what it still owes is parked
    Instance<S, I> empty(Instance<S, I> instance, boolean evenParked) {
        return empty(instance, evenParked ? instance.parked() : null, true);
    }

    private Instance<S, I> empty(Instance<S, I> instance, @Nullable Parked triable, boolean again) {
        var next = new Recorded<>(instance, again, false);
        var rejectedInARow = 0;
        while (!next.instance().owed().isEmpty()
                && Objects.equals(next.instance().parked(), triable)) {
            if (rejectedInARow == MOST_REJECTED_IN_A_ROW) return parked(next.instance());
            var sent = send(next.instance(), next.again());
            next = new Recorded<>(sent.instance(), next.again() || sent.again(), sent.isRejected());
            rejectedInARow = sent.isRejected() ? rejectedInARow + 1 : 0;
        }
        return next.instance();
    }

    private Instance<S, I> parked(Instance<S, I> instance) {
        var defect =
                new IllegalStateException(
                        "%s commands in a row were rejected: %s answers each rejection with another command that is rejected"
                                .formatted(MOST_REJECTED_IN_A_ROW, process.type().name()));
        return record(instance, List.of(), new Failed(instance.owed().getFirst(), defect))
                .instance();
    }

    /// An instance after the outcomes of what was sent are recorded.
    ///
    /// @param again whether its effects may have been sent before, since another function wrote it
    /// @param isRejected whether all that was sent was rejected
    private record Recorded<S, I>(Instance<S, I> instance, boolean again, boolean isRejected) {}

    private Recorded<S, I> send(Instance<S, I> instance, boolean again) {
        var delivered = new ArrayList<Delivered>();
        var next = instance.owed().stream().limit(MOST_AT_ONCE).toList();
        for (var effect : next) {
            try {
                var failed = send(instance, effect, again, delivered);
                if (failed != null) return record(instance, delivered, failed);
            } catch (Outage outage) {
                if (!delivered.isEmpty()) record(instance, delivered, null);
                throw outage;
            }
        }
        return record(instance, delivered, null);
    }

    private @Nullable Failed send(
            Instance<S, I> instance, Owed effect, boolean again, List<Delivered> delivered) {
        var defect =
                RetryPolicy.defect(
                        () -> {
                            var isSkipped = instance.skips(effect.id());
                            var sent = isSkipped ? new Sent.Done() : dispatch(effect, again);
                            delivered.add(new Delivered(effect, sent));
                        },
                        ports.backoff());
        return defect == null ? null : new Failed(effect, defect);
    }

    private Sent dispatch(Owed owed, boolean again) {
        var since = owed.since();
        if (since == null) since = again ? Instant.EPOCH : ports.clock().instant();
        return dispatcher.dispatch(
                owed.effect(), owed.id(), owed.correlationId(), owed.causationId(), since, again);
    }

    /// An outcome whose effect is no longer owed is dropped: another function sent the effect, too,
    /// and recorded its outcome.
    private Recorded<S, I> record(
            Instance<S, I> sent, List<Delivered> delivered, @Nullable Failed failed) {
        var instance = sent;
        var isRejected =
                !delivered.isEmpty()
                        && delivered.stream().allMatch(one -> one.sent() instanceof Sent.Rejected);
        for (var conflicts = instances.conflicts(sent.key()); ; conflicts.lost()) {
            var update = strikeOff(instance, delivered, failed, process.onDefect());
            var isReloaded = instance.version() != sent.version();
            if (!update.changesAnything()) {
                return new Recorded<>(instance, isReloaded, isRejected);
            }
            if (instances.save(update)) {
                return new Recorded<>(update.after(), isReloaded, isRejected);
            }
            instance = instances.load(sent.key());
        }
    }

    /// If the process fails on an outcome, the outcomes before it are recorded. The effect stays
    /// owed and is parked, or is dropped if that is the policy.
    private InstanceUpdate<S, I> strikeOff(
            Instance<S, I> instance,
            List<Delivered> delivered,
            @Nullable Failed failed,
            OnDefect policy) {
        for (var tries = new Tries(ports.backoff()); ; ) {
            var update = updates.of(instance);
            var done = 0;
            try {
                for (; done < delivered.size(); done++) strikeOff(update, delivered.get(done));
                if (failed != null && owes(update, failed.effect())) giveUp(update, failed, policy);
                return update;
            } catch (RuntimeException | StackOverflowError defect) {
                if (!tries.areOver(defect)) continue;
                // The process fails on the skip, so the effect is parked instead.
                if (done == delivered.size())
                    return strikeOff(instance, delivered, failed, OnDefect.PARK);
                var unbearable = new Failed(delivered.get(done).effect(), defect);
                return strikeOff(instance, delivered.subList(0, done), unbearable, policy);
            }
        }
    }

    private void giveUp(InstanceUpdate<S, I> update, Failed failed, OnDefect policy) {
        var effect = failed.effect().id();
        instances.failed(update.before().key(), effect, failed.defect());
        switch (policy) {
            case PARK -> {
                var before = update.before().parked();
                update.park(RetryPolicy.park(before, effect, null, failed.defect(), update.now()));
            }
            case SKIP -> {
                update.skip(new Skipped(effect, RetryPolicy.error(failed.defect()), update.now()));
                strikeOff(update, new Delivered(failed.effect(), new Sent.Done()));
            }
        }
    }

    private void strikeOff(InstanceUpdate<S, I> update, Delivered one) {
        var effect = one.effect();
        if (!update.effects().strikeOff(effect) || !(effect.effect() instanceof Send<?> send))
            return;
        var correlation = effect.correlationId();
        switch (one.sent()) {
            case Sent.Rejected(var rejection) -> {
                var rejected = process.rejected(rejection);
                update.apply(rejected, effect.id() + "/refused", correlation, update.now());
            }
            case Sent.TargetErased() -> {
                update.skip(new Skipped(effect.id(), "its target is erased", update.now()));
                update.applySkip(effect.id(), send, correlation);
            }
            case Sent.Done() when update.skips(effect.id()) ->
                    update.applySkip(effect.id(), send, correlation);
            case Sent.Done() -> {
                if (!send.reportsAcceptance()) return;
                var accepted = process.accepted(send);
                update.apply(accepted, effect.id() + "/accepted", correlation, update.now());
            }
        }
    }

    private static boolean owes(InstanceUpdate<?, ?> update, Owed effect) {
        return update.effects().owed().stream().anyMatch(one -> one.id().equals(effect.id()));
    }
}
