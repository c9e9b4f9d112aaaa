package dev.millrace.eventsourcing;

import java.time.Duration;
import java.time.Instant;

/// When a command may have been sent before.
///
/// @param since the earliest time of that
/// @param again whether it may have been, even if that time is a moment ago
public record SentBefore(Instant since, boolean again) {
    /// A command that is sent within this time is sent for the first time, unless its sender knows
    /// better. The clock of who owed it may be ahead or behind.
    private static final Duration FIRST_TRY = Duration.ofSeconds(10);

    /// Whether the target's journal must be searched for the command. The answer changes with time:
    /// a function may stop between its decision to send and the moment at which it knows the
    /// target's state.
    boolean isLikely(Instant now) {
        return again || Duration.between(since, now).abs().compareTo(FIRST_TRY) > 0;
    }
}
