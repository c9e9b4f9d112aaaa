package dev.millrace.ticketing;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.dynamodb.Outages;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// Makes an attempt again while others are at the same items, a bounded number of times.
///
/// Throttling, time-outs and 5xx were tried again by the SDK already: they are an [Outage] at once.
record Attempts(Backoff backoff) {
    static final int MOST = 10;

    <T> T make(String what, Supplier<T> attempt) {
        for (int made = 1; ; made++) {
            try {
                return Outages.translating(what, () -> once(attempt));
            } catch (Busy busy) {
                if (made == MOST) {
                    throw new Outage(
                            "%s: given up after %d tries: %s"
                                    .formatted(what, made, busy.getMessage()),
                            busy);
                }
                backoff.pause(made);
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
