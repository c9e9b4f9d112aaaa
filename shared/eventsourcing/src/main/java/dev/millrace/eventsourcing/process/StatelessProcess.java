package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.TypeNames;
import java.util.List;

/// A process manager without state: a function from an event to commands and messages. It may call
/// ports that it was given. It must accept any order and any repeat. It costs no write of its own.
///
/// @param <E> the events it handles
public interface StatelessProcess<E> {
    /// Persisted in every commit it causes and in every command id: a renamed process is a new
    /// process.
    String name();

    /// The type of the entities whose events it handles.
    EntityType<?, ?, E, ?> source();

    /// The effects of an event. They leave at once, under ids that are derived from the event.
    List<? extends Immediate> on(E event, Envelope envelope);

    /// The effects of a rejection of one of its commands.
    default List<? extends Immediate> rejected(Rejection<?, ?> rejection) {
        return List.of();
    }

    /// Whether a rejection may happen in normal operation. Any other rejection is reported.
    default boolean expects(Rejection<?, ?> rejection) {
        return false;
    }

    /// The persisted names of the messages it publishes.
    default TypeNames<? extends Message> messages() {
        return ProcessType.NO_MESSAGES;
    }

    default OnDefect onDefect() {
        return OnDefect.PARK;
    }
}
