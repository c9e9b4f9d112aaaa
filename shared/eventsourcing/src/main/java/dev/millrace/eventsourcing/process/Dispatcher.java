package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.TypeNames;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Sends the commands of one process and publishes its messages.
///
/// @param expects whether a rejection may happen in normal operation
record Dispatcher(
        String process,
        TypeNames<? extends Message> messages,
        BiPredicate<Send<?>, Object> expects,
        Ports ports) {
    /// Takes the bus at once if the process publishes: a function that lacks it does not start.
    Dispatcher {
        if (!messages.names().isEmpty()) ports.bus();
    }

    /// @return why the command was rejected; absent if it was not, or the effect is a message
    @Nullable Object dispatch(
            Immediate effect, String id, String correlationId, String causationId) {
        return switch (effect) {
            case Send<?> send -> send(send, new Trace(id, process, correlationId, causationId));
            case Publish publish -> {
                var name = messages.nameOf(publish.message());
                ports.bus().publish(name, publish.message());
                ports.listener().published(process, name, publish);
                yield null;
            }
        };
    }

    private @Nullable Object send(Send<?> send, Trace trace) {
        if (!(ports.send(send, trace) instanceof Outcome.Rejected(var reason))) return null;
        if (!expects.test(send, reason)) ports.listener().rejected(trace, send, reason);
        return reason;
    }
}
