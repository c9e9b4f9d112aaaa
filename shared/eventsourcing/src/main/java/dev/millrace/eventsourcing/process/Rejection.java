package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityType;

/// A command that was rejected, and why.
public record Rejection<C, R>(EntityType<?, C, ?, R> to, String entityId, C command, R reason) {
    @SuppressWarnings("unchecked") // the reason is one of the entity's
    static <C, R> Rejection<C, R> of(EntityType<?, C, ?, R> to, Send<?> send, Object reason) {
        return new Rejection<>(to, send.entityId(), (C) send.command(), (R) reason);
    }

    /// @param reason one of the rejections of the entity's type
    public static Rejection<?, ?> of(Send<?> send, Object reason) {
        return of(send.to(), send, reason);
    }

    /// The persisted name of the command.
    public String commandName() {
        return to.commands().nameOf(command);
    }

    /// This rejection, as one by entities of a type.
    ///
    /// @throws IllegalStateException if another type rejected it
    @SuppressWarnings("unchecked") // it is of that type
    public <D, Q> Rejection<D, Q> by(EntityType<?, D, ?, Q> type) {
        if (to.equals(type)) return (Rejection<D, Q>) this;
        throw new IllegalStateException(
                "the command was rejected by %s, not %s".formatted(to.name(), type.name()));
    }
}
