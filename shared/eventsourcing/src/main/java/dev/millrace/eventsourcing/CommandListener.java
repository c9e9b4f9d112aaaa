package dev.millrace.eventsourcing;

import java.time.Duration;

/// Receives the outcome of every command, for logs and metrics. It must not throw.
public interface CommandListener {

    /// Does nothing.
    CommandListener NONE = new CommandListener() {};

    /// A command has its outcome.
    ///
    /// @param entity type and id: `Parcel#4k2…`
    /// @param command the command's persisted name
    /// @param took the time to decide and to store it, with all retries
    default void decided(
            String entity, String command, Trace trace, Outcome<?, ?> outcome, Duration took) {}

    /// Another commit with the same number was written first, so the command's events were not. The
    /// command is decided again on the newer state, a bounded number of times.
    default void conflicted(String entity, String command, Trace trace) {}
}
