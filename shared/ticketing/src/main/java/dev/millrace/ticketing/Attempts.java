package dev.millrace.ticketing;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Conflicts;
import dev.millrace.eventsourcing.aws.AwsErrors;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// Makes an attempt again while others are at the same items, a bounded number of times.
///
/// Throttling, time-outs and 5xx were tried again by the SDK already: they are an [Outage] at once.
record Attempts(Backoff backoff) {
    <T> T make(String what, Supplier<T> attempt) {
        for (var conflicts = new Conflicts(what, backoff); ; conflicts.lost()) {
            try {
                return AwsErrors.translate(what, () -> once(attempt));
            } catch (Busy busy) {
                // Another attempt, unless it was the last one.
            }
        }
    }

    private static <T> T once(Supplier<T> attempt) {
        try {
            return attempt.get();
        } catch (TransactionConflictException | TransactionInProgressException conflict) {
            throw new Busy("another write was under way", conflict);
        }
    }

    /// Others were at the same items, and nothing was decided.
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        Busy(String why) {
            super(why);
        }

        private Busy(String why, Throwable cause) {
            super(why, cause);
        }
    }
}
