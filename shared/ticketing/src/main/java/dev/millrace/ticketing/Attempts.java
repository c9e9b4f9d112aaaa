package dev.millrace.ticketing;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Conflicts;
import dev.millrace.eventsourcing.aws.AwsErrors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// Retries an attempt, with backoff and a bounded number of times, while other writes conflict with
/// it.
///
/// The SDK has already retried throttling, time-outs and 5xx: they are an [Outage] at once.
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

    /// Another write to the same items was in the way, and nothing was decided.
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
