package dev.millrace.eventsourcing;

/// Hears the outcome of every command, for logs and metrics. It must not throw.
@FunctionalInterface
public interface CommandListener {
    CommandListener NONE = (_, _, _, _) -> {};

    /// @param entity type and id: `Booking#4k2…`
    /// @param command the command's persisted name
    void decided(String entity, String command, Trace trace, Outcome<?, ?> outcome);
}
