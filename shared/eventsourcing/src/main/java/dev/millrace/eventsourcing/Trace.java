package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// Where a command comes from.
///
/// @param commandId names the whole command: an entity applies an id once
/// @param sender who sends it, by a persisted name: `http`, `delivery`
/// @param correlationId the request or event that began it all
/// @param causationId the event or command that caused this one; absent where it came from outside
public record Trace(
        String commandId, String sender, String correlationId, @Nullable String causationId) {
    public Trace {
        if (commandId.isEmpty()) throw new IllegalArgumentException("a command has an id");
    }
}
