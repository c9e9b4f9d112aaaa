package dev.millrace.eventsourcing;

import java.time.Duration;
import java.time.Instant;

/// When a command may have been sent before.
///
/// @param since the earliest time at which it may have been sent
/// @param again whether it may have been sent even if that time is a moment ago
public record SentBefore(Instant since, boolean again) {
    /// A command that is sent within this time of `since` counts as sent for the first time, unless
    /// `again` is set. The clock that gave `since` may be ahead or behind.
    private static final Duration FIRST_TRY = Duration.ofSeconds(10);

    /// Whether the target's journal must be searched for the command. Call this after the target's
    /// state is known: a function may be suspended between its decision to send and that moment.
    boolean isLikely(Instant now) {
        return again || Duration.between(since, now).abs().compareTo(FIRST_TRY) > 0;
    }
}
