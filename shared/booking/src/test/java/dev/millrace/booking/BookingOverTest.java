package dev.millrace.booking;

import static dev.millrace.booking.BookingRejection.ALREADY_CANCELLED;
import static dev.millrace.booking.BookingRejection.ALREADY_DENIED;
import static dev.millrace.booking.BookingRejection.ALREADY_EXISTS;
import static dev.millrace.booking.BookingRejection.ALREADY_EXPIRED;
import static dev.millrace.booking.BookingRejection.ALREADY_SETTLED;
import static dev.millrace.booking.BookingRejection.NOT_FOUND;
import static dev.millrace.booking.Examples.CANCEL;
import static dev.millrace.booking.Examples.CANCELLED;
import static dev.millrace.booking.Examples.CANCEL_BY_EVE;
import static dev.millrace.booking.Examples.CONFIRM;
import static dev.millrace.booking.Examples.CONFIRMED;
import static dev.millrace.booking.Examples.DENIED;
import static dev.millrace.booking.Examples.DENY;
import static dev.millrace.booking.Examples.EXPIRE;
import static dev.millrace.booking.Examples.EXPIRED;
import static dev.millrace.booking.Examples.PAID;
import static dev.millrace.booking.Examples.PAY;
import static dev.millrace.booking.Examples.PLACE;
import static dev.millrace.booking.Examples.PLACED;
import static dev.millrace.booking.Examples.SETTLED;
import static dev.millrace.booking.Examples.given;

import dev.millrace.eventsourcing.testkit.DeciderScenario;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Each command to a booking that is over has no effect.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingOverTest {

    @Nested
    class WhenDenied {
        private final DeciderScenario<Booking, BookingCommand, BookingEvent, BookingRejection>
                booking = given(PLACED, DENIED);

        @Test
        void it_cannot_be_placed_again() {
            booking.when(PLACE).thenRejected(ALREADY_EXISTS);
        }

        @Test
        void it_cannot_be_confirmed() {
            booking.when(CONFIRM).thenRejected(ALREADY_DENIED);
        }

        @Test
        void denying_changes_nothing() {
            booking.when(DENY).thenNothing();
        }

        @Test
        void cancelling_changes_nothing() {
            booking.when(CANCEL).thenNothing();
        }

        @Test
        void for_another_client_it_does_not_exist() {
            booking.when(CANCEL_BY_EVE).thenRejected(NOT_FOUND);
        }

        @Test
        void it_cannot_be_paid() {
            booking.when(PAY).thenRejected(ALREADY_DENIED);
        }

        @Test
        void expiring_changes_nothing() {
            booking.when(EXPIRE).thenNothing();
        }
    }

    @Nested
    class WhenCancelled {
        private final DeciderScenario<Booking, BookingCommand, BookingEvent, BookingRejection>
                booking = given(PLACED, CANCELLED);

        @Test
        void it_cannot_be_placed_again() {
            booking.when(PLACE).thenRejected(ALREADY_EXISTS);
        }

        @Test
        void it_cannot_be_confirmed() {
            booking.when(CONFIRM).thenRejected(ALREADY_CANCELLED);
        }

        @Test
        void it_cannot_be_denied() {
            booking.when(DENY).thenRejected(ALREADY_CANCELLED);
        }

        @Test
        void cancelling_changes_nothing() {
            booking.when(CANCEL).thenNothing();
        }

        @Test
        void for_another_client_it_does_not_exist() {
            booking.when(CANCEL_BY_EVE).thenRejected(NOT_FOUND);
        }

        @Test
        void it_cannot_be_paid() {
            booking.when(PAY).thenRejected(ALREADY_CANCELLED);
        }

        @Test
        void expiring_changes_nothing() {
            booking.when(EXPIRE).thenNothing();
        }
    }

    @Nested
    class WhenExpired {
        private final DeciderScenario<Booking, BookingCommand, BookingEvent, BookingRejection>
                booking = given(PLACED, CONFIRMED, EXPIRED);

        @Test
        void it_cannot_be_placed_again() {
            booking.when(PLACE).thenRejected(ALREADY_EXISTS);
        }

        @Test
        void it_cannot_be_confirmed() {
            booking.when(CONFIRM).thenRejected(ALREADY_EXPIRED);
        }

        @Test
        void it_cannot_be_denied() {
            booking.when(DENY).thenRejected(ALREADY_EXPIRED);
        }

        @Test
        void cancelling_changes_nothing() {
            booking.when(CANCEL).thenNothing();
        }

        @Test
        void for_another_client_it_does_not_exist() {
            booking.when(CANCEL_BY_EVE).thenRejected(NOT_FOUND);
        }

        @Test
        void it_cannot_be_paid() {
            booking.when(PAY).thenRejected(ALREADY_EXPIRED);
        }

        @Test
        void expiring_changes_nothing() {
            booking.when(EXPIRE).thenNothing();
        }
    }

    @Nested
    class WhenSettled {
        private final DeciderScenario<Booking, BookingCommand, BookingEvent, BookingRejection>
                booking = given(PLACED, CONFIRMED, PAID, SETTLED);

        @Test
        void it_cannot_be_placed_again() {
            booking.when(PLACE).thenRejected(ALREADY_EXISTS);
        }

        @Test
        void confirming_changes_nothing() {
            booking.when(CONFIRM).thenNothing();
        }

        @Test
        void it_cannot_be_denied() {
            booking.when(DENY).thenRejected(ALREADY_SETTLED);
        }

        @Test
        void it_cannot_be_cancelled() {
            booking.when(CANCEL).thenRejected(ALREADY_SETTLED);
        }

        @Test
        void for_another_client_it_does_not_exist() {
            booking.when(CANCEL_BY_EVE).thenRejected(NOT_FOUND);
        }

        @Test
        void paying_with_the_same_payment_changes_nothing() {
            booking.when(PAY).thenNothing();
        }

        @Test
        void it_cannot_expire() {
            booking.when(EXPIRE).thenRejected(ALREADY_SETTLED);
        }
    }
}
