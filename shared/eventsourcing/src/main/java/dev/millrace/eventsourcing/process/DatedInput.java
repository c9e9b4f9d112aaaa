package dev.millrace.eventsourcing.process;

import java.time.Instant;

/// An input from the bus that carries the time when it happened. The time is not kept beside it
/// then.
public interface DatedInput {
    Instant happenedAt();
}
