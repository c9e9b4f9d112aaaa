package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.SentBefore;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.TypeNames;
import java.time.Instant;
import java.util.function.Predicate;

/// Sends the commands of one process and publishes its messages.
///
/// @param expects whether a rejection may happen in normal operation
record Dispatcher(
        String process,
        TypeNames<? extends Message> messages,
        Predicate<Rejection<?, ?>> expects,
        Ports ports) {
    /// Gets the bus now if the process publishes: a function without a bus fails at its start.
    Dispatcher {
        if (messages != ProcessType.NO_MESSAGES) ports.bus();
    }

    /// The result of an effect.
    sealed interface Sent {
        /// A message was published, a command was accepted, or the effect was skipped.
        record Done() implements Sent {}

        record Rejected(Rejection<?, ?> rejection) implements Sent {}

        record TargetErased() implements Sent {}
    }

    /// @param since the earliest time at which it may have been sent before
    /// @param again whether it may have been sent before, even if that time is a moment ago
    Sent dispatch(
            Immediate effect,
            String id,
            String correlationId,
            String causationId,
            Instant since,
            boolean again) {
        return switch (effect) {
            case Send<?> send ->
                    send(
                            send,
                            new Trace(id, process, correlationId, causationId),
                            new SentBefore(since, again));
            case Publish publish -> {
                var name = messages.nameOf(publish.message());
                ports.bus().publish(name, publish.message());
                ports.listener().published(process, name, publish);
                yield new Sent.Done();
            }
        };
    }

    private Sent send(Send<?> send, Trace trace, SentBefore sentBefore) {
        return switch (ports.send(send, trace, sentBefore)) {
            case Outcome.Accepted<?, ?> _ -> new Sent.Done();
            case Outcome.Erased<?, ?> _ -> new Sent.TargetErased();
            case Outcome.Rejected<?, ?>(var reason) -> {
                var rejection = Rejection.of(send, reason);
                if (!expects.test(rejection)) ports.listener().rejected(trace, rejection);
                yield new Sent.Rejected(rejection);
            }
        };
    }
}
