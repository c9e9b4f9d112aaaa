package dev.millrace.eventsourcing.trace;

/// Adds a service's own words to the trace of one of its entities.
@FunctionalInterface
public interface Diagnosis<S, E> {
    /// Adds nothing to what the library says.
    static <S, E> Diagnosis<S, E> none() {
        return (_, _) -> {};
    }

    /// Explains the state, and why the entity is in it. The library itself adds what is parked,
    /// skipped, owed or waiting.
    void explain(Findings<S, E> found, TraceReport report);
}
