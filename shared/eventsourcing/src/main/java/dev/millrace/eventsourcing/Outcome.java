package dev.millrace.eventsourcing;

/// What became of a command that was sent: accepted, with the entity's state and version then, or
/// rejected. The command did nothing if the entity is erased.
public sealed interface Outcome<S, R> {

    record Accepted<S, R>(S state, long version) implements Outcome<S, R> {}

    record Rejected<S, R>(R reason) implements Outcome<S, R> {}

    /// The entity is erased: to its callers it does not exist.
    record Erased<S, R>() implements Outcome<S, R> {}
}
