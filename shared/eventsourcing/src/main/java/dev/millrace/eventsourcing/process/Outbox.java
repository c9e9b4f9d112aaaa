package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Alphabet;
import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Forget;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends what an instance owes, in order, and strikes it off in the write that records what came of
/// it.
final class Outbox<S, I> {
    /// Then it is written down what came of them: sending a long list may take longer than there is
    /// time.
    private static final int MOST_AT_ONCE = 25;

    private final StatefulProcess<S, I> process;
    private final Instances<S, I> instances;
    private final Deliveries deliveries;
    private final HostContext context;

    Outbox(
            StatefulProcess<S, I> process,
            Instances<S, I> instances,
            Deliveries deliveries,
            HostContext context) {
        this.process = process;
        this.instances = instances;
        this.deliveries = deliveries;
        this.context = context;
    }

    /// What came of an effect.
    ///
    /// @param refusal why its command was refused, if it was
    private record Delivered(Owed effect, Optional<Object> refusal) {}

    /// Why the first effect that could not be sent could not.
    private record Failed(Owed effect, Throwable defect) {}

    /// Sends until nothing is owed: refusals may owe more.
    ///
    /// @param evenParked tries an effect again that has parked the instance
    /// @return the instance as it stands then; what it still owes is parked
    Instance<S, I> empty(Instance<S, I> instance, boolean evenParked) {
        var next = instance;
        var triable = evenParked ? next.parked() : null;
        while (!next.owed().isEmpty() && Objects.equals(next.parked(), triable)) next = send(next);
        return next;
    }

    private Instance<S, I> send(Instance<S, I> instance) {
        var delivered = new ArrayList<Delivered>();
        var next = instance.owed().stream().limit(MOST_AT_ONCE).toList();
        for (var effect : next) {
            try {
                var failed = send(instance, effect, delivered);
                if (failed != null) return record(instance, delivered, failed);
            } catch (Outage outage) {
                if (!delivered.isEmpty()) record(instance, delivered, null);
                throw outage;
            }
        }
        return record(instance, delivered, null);
    }

    private @Nullable Failed send(Instance<S, I> instance, Owed effect, List<Delivered> delivered) {
        return Patience.defect(
                        () -> {
                            var refusal =
                                    instance.skips(effect.id())
                                            ? Optional.empty()
                                            : deliver(effect);
                            delivered.add(new Delivered(effect, refusal));
                        },
                        context.backoff())
                .map(defect -> new Failed(effect, defect))
                .orElse(null);
    }

    private Optional<Object> deliver(Owed owed) {
        return switch (owed.effect()) {
            case Send<?> send -> {
                var trace =
                        new Trace(
                                owed.id(),
                                process.name(),
                                owed.correlationId(),
                                owed.causationId());
                if (!(deliveries.commands().send(send, trace)
                        instanceof Outcome.Rejected(var reason))) yield Optional.empty();
                if (!process.expects(send, reason)) tellOf(send, trace, reason);
                yield Optional.of(reason);
            }
            case Publish(var message) -> {
                deliveries.bus().publish(name(process.messages(), message), message);
                yield Optional.empty();
            }
            case WakeAt _, Forget _, Finish _ ->
                    throw new IllegalStateException("is done by the write that notes it: " + owed);
        };
    }

    private <C> void tellOf(Send<C> send, Trace trace, Object reason) {
        var entity = new EntityRef(send.to().name(), send.entityId());
        var command = send.to().commands().nameOf(send.command());
        context.incidents().refused(trace, entity.toString(), command, reason);
    }

    @SuppressWarnings(
            "unchecked") // a process publishes messages of its own alphabet, or is told that it has
    // no name
    private static <M extends Message> String name(Alphabet<M> messages, Message message) {
        return messages.nameOf((M) message);
    }

    /// An outcome whose effect is no longer owed is dropped: somebody else sent it too, and
    /// recorded what came of it.
    private Instance<S, I> record(
            Instance<S, I> sent, List<Delivered> delivered, @Nullable Failed failed) {
        var instance = sent;
        for (var conflicts = 0; conflicts < Instances.MOST_CONFLICTS; conflicts++) {
            var turn = strikeOff(instance, delivered, failed, process.onDefect());
            if (!turn.changesAnything()) return instance;
            if (instances.save(turn)) return turn.after();
            context.backoff().pause(conflicts + 1);
            instance = instances.load(sent.key());
        }
        throw instances.conflict(sent.key());
    }

    /// Where the process cannot bear a refusal, the outcomes up to that one count; the effect stays
    /// owed, and parks.
    private Turn<S, I> strikeOff(
            Instance<S, I> instance,
            List<Delivered> delivered,
            @Nullable Failed failed,
            OnDefect policy) {
        for (var failures = 1; ; failures++) {
            var turn = new Turn<>(process, instance);
            var done = 0;
            try {
                for (; done < delivered.size(); done++) strikeOff(turn, delivered.get(done));
                if (failed != null && owes(turn, failed.effect())) giveUp(turn, failed, policy);
                return turn;
            } catch (RuntimeException | StackOverflowError defect) {
                if (failures == Patience.TRIES_AT_ONCE) {
                    // The process cannot bear to hear of the skip: what failed parks.
                    if (done == delivered.size())
                        return strikeOff(instance, delivered, failed, OnDefect.PARK);
                    var unbearable = new Failed(delivered.get(done).effect(), defect);
                    return strikeOff(instance, delivered.subList(0, done), unbearable, policy);
                }
                context.backoff().pause(failures);
            }
        }
    }

    private void giveUp(Turn<S, I> turn, Failed failed, OnDefect policy) {
        var effect = failed.effect().id();
        var now = instances.now();
        switch (policy) {
            case PARK -> {
                var before = turn.before().parked();
                turn.park(Patience.park(before, effect, null, failed.defect(), now));
            }
            case SKIP -> {
                turn.skip(new Skipped(effect, Patience.error(failed.defect()), now));
                strikeOff(turn, new Delivered(failed.effect(), Optional.empty()));
            }
        }
    }

    private void strikeOff(Turn<S, I> turn, Delivered one) {
        var effect = one.effect();
        if (!turn.strikeOff(effect) || !(effect.effect() instanceof Send<?> send)) return;
        if (one.refusal().isPresent()) {
            var refused = process.refused(send, one.refusal().get());
            turn.take(refused, effect.id() + "/refused", effect.correlationId());
        } else {
            turn.takeSkip(effect.id(), send, effect.correlationId());
        }
    }

    private static boolean owes(Turn<?, ?> turn, Owed effect) {
        return turn.after().owed().stream().anyMatch(one -> one.id().equals(effect.id()));
    }
}
