package dev.millrace.eventsourcing.process;

import java.time.Instant;

/// An input from the bus that contains its time. The host then stores no time for it.
public interface DatedInput {
    Instant happenedAt();
}
