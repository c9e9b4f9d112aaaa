package dev.millrace.eventsourcing;

import java.time.Duration;

/// Hears what becomes of every command, for logs and metrics. It must not throw.
public interface CommandListener {

    /// Does nothing.
    CommandListener NONE = new CommandListener() {};

    /// A command has its outcome.
    ///
    /// @param entity type and id: `Parcel#4k2…`
    /// @param command the command's persisted name
    /// @param took to decide and to store it, with every try
    default void decided(
            String entity, String command, Trace trace, Outcome<?, ?> outcome, Duration took) {}

    /// What a command decided was not written, since another commit stood there already. It is
    /// decided again on that, a bounded number of times.
    default void conflicted(String entity, String command, Trace trace) {}
}
