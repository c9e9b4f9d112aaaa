package dev.millrace.eventsourcing.process;

import java.time.Instant;

/// When an input happened and when it is handled. The second may be days after the first.
///
/// @param happenedAt when the event was committed, the message was sent, or the timer was due; for
///   the outcome of a command, when it was recorded
/// @param handledAt the time of the write that handles it
public record InputTime(Instant happenedAt, Instant handledAt) {}
