package dev.millrace.eventsourcing.process;

/// Marks what is done at most once: whoever sets the mark first may do it.
@FunctionalInterface
public interface Once {

    /// Sets a mark.
    ///
    /// @return false where it was set before
    /// @throws dev.millrace.eventsourcing.Outage where it is unknown whether it is set: then it
    ///   must not be done
    boolean isFirst(String id);
}
