package dev.millrace.ticketing;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Conflicts;
import dev.millrace.eventsourcing.aws.AwsErrors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// Makes an attempt again while others are at the same items, a bounded number of times.
///
/// Throttling, time-outs and 5xx were tried again by the SDK already: they are an [Outage] at once.
record Attempts(Backoff backoff) {
    <T extends @Nullable Object> T make(String what, Supplier<T> attempt) {
        var conflicts = new Conflicts(what, backoff);
        while (true) {
            try {
                return AwsErrors.translate(what, () -> once(attempt));
            } catch (Busy busy) {
                conflicts.lost(busy);
            }
        }
    }

    private static <T extends @Nullable Object> T once(Supplier<T> attempt) {
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
