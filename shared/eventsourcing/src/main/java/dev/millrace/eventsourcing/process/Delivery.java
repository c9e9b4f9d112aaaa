package dev.millrace.eventsourcing.process;

/// How often a step without state is run on one commit.
public enum Delivery {
    /// Until it succeeded, and perhaps once more: it must bear any repeat.
    AT_LEAST_ONCE,
    /// Marked, then run: never twice, and after a crash between the two never. For what nobody
    /// wants to happen twice and can do without.
    AT_MOST_ONCE
}
