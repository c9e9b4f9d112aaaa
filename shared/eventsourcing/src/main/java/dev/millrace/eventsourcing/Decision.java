package dev.millrace.eventsourcing;

import java.util.List;

/// A decider's answer to a command: the events it causes, or the reason why it is rejected. A
/// command that is accepted without events changes nothing.
public sealed interface Decision<E, R> {

    /// The events that the command causes; empty if it is rejected.
    default List<E> events() {
        return List.of();
    }

    record Accepted<E, R>(List<E> events) implements Decision<E, R> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    record Rejected<E, R>(R reason) implements Decision<E, R> {}

    @SafeVarargs
    static <E, R> Decision<E, R> accept(E... events) {
        return new Accepted<>(List.of(events));
    }

    static <E, R> Decision<E, R> reject(R reason) {
        return new Rejected<>(reason);
    }
}
