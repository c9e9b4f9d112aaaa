package dev.millrace.eventsourcing;

import java.util.List;

/// A process without state: a plain function from an event, or from the refusal of a command of its
/// own, to commands. It may call ports it was given; it must bear any order and any repeat, and
/// costs nothing of its own.
///
/// @param <E> the events it hears
/// @param <C> the commands it sends
/// @param <R> the reasons they may be refused for
public interface Step<E, C, R> {

    /// Persisted in every commit it causes and in every command id: a rename is a new process.
    String name();

    List<Send<C>> on(String entityId, E event);

    /// A command of this step was refused.
    List<Send<C>> refused(Send<C> send, R reason);

    /// Whether a refusal may happen as things are: any other is an incident, beside coming back to
    /// it.
    boolean expects(Send<C> send, R reason);

    /// A command and the entity it goes to.
    record Send<C>(String to, C command) {}
}
