package dev.millrace.eventsourcing;

import java.util.List;

/// What a decider answers: the events a command causes (none, where nothing changes), or the reason
/// it is rejected.
public sealed interface Decision<E, R> {

    /// The events it causes; none where it is rejected.
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
