package dev.millrace.eventsourcing;

/// The outcome of a command: accepted, with the entity's state and version after it; rejected; or
/// without effect, because the entity is erased.
public sealed interface Outcome<S, R> {

    record Accepted<S, R>(S state, long version) implements Outcome<S, R> {}

    record Rejected<S, R>(R reason) implements Outcome<S, R> {}

    /// The entity is erased. To callers it does not exist.
    record Erased<S, R>() implements Outcome<S, R> {}
}
