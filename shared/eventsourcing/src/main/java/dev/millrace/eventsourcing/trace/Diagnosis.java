package dev.millrace.eventsourcing.trace;

/// A service's own words in the trace of one of its entities.
@FunctionalInterface
public interface Diagnosis<S, E> {
    /// Nothing but what the library says.
    static <S, E> Diagnosis<S, E> none() {
        return (_, _) -> {};
    }

    /// Adds what the state means, and why the entity is in it. What is parked, skipped, owed or
    /// waiting is added by the library.
    void explain(Findings<S, E> found, TraceReport report);
}
