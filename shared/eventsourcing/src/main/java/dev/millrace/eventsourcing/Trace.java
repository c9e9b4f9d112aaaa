package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// The origin of a command.
///
/// @param commandId identifies the command with its contents: an entity applies an id once
/// @param sender the sender's persisted name: `http`, `delivery`
/// @param correlationId the request or message that began the chain
/// @param causationId the event or command that caused this one; null if it came from outside
public record Trace(
        String commandId, String sender, String correlationId, @Nullable String causationId) {
    public Trace {
        if (commandId.isEmpty()) throw new IllegalArgumentException("a command needs an id");
    }
}
