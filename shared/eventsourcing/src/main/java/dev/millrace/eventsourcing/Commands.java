package dev.millrace.eventsourcing;

import dev.millrace.eventsourcing.Effect.Send;
import java.util.HashMap;
import java.util.Map;

/// Takes a command to the entities of its type.
public final class Commands {
    private final Map<String, Entities<?, ?, ?, ?>> byType = new HashMap<>();

    /// @throws IllegalArgumentException where two have one type
    public Commands(Entities<?, ?, ?, ?>... entities) {
        for (var one : entities) {
            if (byType.put(one.type().name(), one) != null) {
                throw new IllegalArgumentException("two gateways for " + one.type().name());
            }
        }
    }

    /// Sends a command and answers what became of it, as [Entities#send] does.
    @SuppressWarnings(
            "unchecked") // a gateway's commands are those of its type, and a send names the type
    public <C> Outcome<?, ?> send(Send<C> send, Trace trace) {
        var entities = (Entities<?, C, ?, ?>) byType.get(send.to().name());
        if (entities == null)
            throw new IllegalArgumentException("no gateway for " + send.to().name());
        return entities.send(send.entityId(), send.command(), trace);
    }
}
