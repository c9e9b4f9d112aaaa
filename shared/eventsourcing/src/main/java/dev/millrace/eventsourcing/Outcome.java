package dev.millrace.eventsourcing;

/// What became of a command that was sent: accepted, with the entity's state and version then, or
/// rejected.
public sealed interface Outcome<S, R> {

    record Accepted<S, R>(S state, long version) implements Outcome<S, R> {}

    record Rejected<S, R>(R reason) implements Outcome<S, R> {}
}
