package dev.millrace.booking;

import static dev.millrace.booking.BookingRejection.ALREADY_CONFIRMED;
import static dev.millrace.booking.BookingRejection.ALREADY_EXISTS;
import static dev.millrace.booking.BookingRejection.NOT_CONFIRMED;
import static dev.millrace.booking.BookingRejection.NOT_FOUND;
import static dev.millrace.booking.BookingRejection.TOO_EARLY;
import static dev.millrace.booking.Examples.CANCEL;
import static dev.millrace.booking.Examples.CANCELLED;
import static dev.millrace.booking.Examples.CANCEL_BY_EVE;
import static dev.millrace.booking.Examples.CONFIRM;
import static dev.millrace.booking.Examples.CONFIRMED;
import static dev.millrace.booking.Examples.DEADLINE;
import static dev.millrace.booking.Examples.DENIED;
import static dev.millrace.booking.Examples.DENY;
import static dev.millrace.booking.Examples.EXPIRE;
import static dev.millrace.booking.Examples.EXPIRED;
import static dev.millrace.booking.Examples.FREE;
import static dev.millrace.booking.Examples.PAID;
import static dev.millrace.booking.Examples.PAST_DEADLINE;
import static dev.millrace.booking.Examples.PAY;
import static dev.millrace.booking.Examples.PLACE;
import static dev.millrace.booking.Examples.PLACED;
import static dev.millrace.booking.Examples.SETTLED;
import static dev.millrace.booking.Examples.TICKETS;
import static dev.millrace.booking.Examples.given;

import dev.millrace.booking.BookingCommand.CancelBooking;
import dev.millrace.booking.BookingCommand.ConfirmBooking;
import dev.millrace.booking.BookingCommand.ExpireBooking;
import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.eventsourcing.testkit.DeciderScenario;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Each command to a booking that is not over. [BookingOverTest] has the bookings that are over,
/// [PlaceBookingTest] the seats, and [ReceivePaymentTest] the amounts.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingTest {

    @Nested
    class WhenThereIsNone {
        private final DeciderScenario<Booking, BookingCommand, BookingEvent, BookingRejection>
                booking = given();

        @Test
        void placing_begins_it_once() {
            booking.when(PLACE).thenEvents(PLACED).when(PLACE).thenRejected(ALREADY_EXISTS);
        }

        @Test
        void it_cannot_be_confirmed() {
            booking.when(CONFIRM).thenRejected(NOT_FOUND);
        }

        @Test
        void it_cannot_be_denied() {
            booking.when(DENY).thenRejected(NOT_FOUND);
        }

        @Test
        void it_cannot_be_cancelled() {
            booking.when(CANCEL).thenRejected(NOT_FOUND);
        }

        @Test
        void it_cannot_be_paid() {
            booking.when(PAY).thenRejected(NOT_FOUND);
        }

        @Test
        void it_cannot_expire() {
            booking.when(EXPIRE).thenRejected(NOT_FOUND);
        }
    }

    @Nested
    class WhenAwaitingConfirmation {
        private final DeciderScenario<Booking, BookingCommand, BookingEvent, BookingRejection>
                booking = given(PLACED);

        @Test
        void it_cannot_be_placed_again() {
            booking.when(PLACE).thenRejected(ALREADY_EXISTS);
        }

        @Test
        void confirming_twice_changes_nothing() {
            booking.when(CONFIRM).thenEvents(CONFIRMED).when(CONFIRM).thenNothing();
        }

        @Test
        void confirming_tickets_that_cost_nothing_settles_it_in_the_same_commit() {
            var confirm = new ConfirmBooking(FREE, DEADLINE);

            booking.when(confirm)
                    .thenEvents(new BookingConfirmed(FREE, DEADLINE), SETTLED)
                    .when(confirm)
                    .thenNothing();
        }

        @Test
        void it_may_be_confirmed_without_a_deadline() {
            booking.when(new ConfirmBooking(TICKETS, null))
                    .thenEvents(new BookingConfirmed(TICKETS, null));
        }

        @Test
        void denying_twice_changes_nothing() {
            booking.when(DENY).thenEvents(DENIED).when(DENY).thenNothing();
        }

        @Test
        void cancelling_twice_changes_nothing() {
            booking.when(CANCEL).thenEvents(CANCELLED).when(CANCEL).thenNothing();
        }

        @Test
        void it_may_be_cancelled_without_a_reason() {
            booking.when(new CancelBooking("ada", null)).thenEvents(new BookingCancelled(null));
        }

        @Test
        void for_another_client_it_does_not_exist() {
            booking.when(CANCEL_BY_EVE).thenRejected(NOT_FOUND);
        }

        @Test
        void it_cannot_be_paid_yet() {
            booking.when(PAY).thenRejected(NOT_CONFIRMED);
        }

        @Test
        void it_cannot_expire_yet() {
            booking.when(EXPIRE).thenRejected(NOT_CONFIRMED);
        }
    }

    @Nested
    class WhenConfirmed {
        private final DeciderScenario<Booking, BookingCommand, BookingEvent, BookingRejection>
                booking = given(PLACED, CONFIRMED);

        @Test
        void it_cannot_be_placed_again() {
            booking.when(PLACE).thenRejected(ALREADY_EXISTS);
        }

        @Test
        void confirming_again_changes_nothing_whatever_the_tickets() {
            booking.when(CONFIRM).thenNothing();
            booking.when(new ConfirmBooking(FREE, null)).thenNothing();
        }

        @Test
        void it_cannot_be_denied() {
            booking.when(DENY).thenRejected(ALREADY_CONFIRMED);
        }

        @Test
        void cancelling_twice_changes_nothing() {
            booking.when(CANCEL).thenEvents(CANCELLED).when(CANCEL).thenNothing();
        }

        @Test
        void for_another_client_it_does_not_exist() {
            booking.when(CANCEL_BY_EVE).thenRejected(NOT_FOUND);
        }

        @Test
        void paying_settles_it_in_one_commit_and_once() {
            booking.when(PAY).thenEvents(PAID, SETTLED).when(PAY).thenNothing();
        }

        @Test
        void past_its_deadline_it_expires_once() {
            booking.when(new ExpireBooking(PAST_DEADLINE))
                    .thenEvents(EXPIRED)
                    .when(new ExpireBooking(PAST_DEADLINE))
                    .thenNothing();
        }

        @Test
        void at_its_deadline_it_does_not_expire() {
            booking.when(new ExpireBooking(DEADLINE)).thenRejected(TOO_EARLY);
            booking.when(new ExpireBooking(DEADLINE.minusMillis(1))).thenRejected(TOO_EARLY);
        }

        @Test
        void without_a_deadline_it_never_expires() {
            given(PLACED, new BookingConfirmed(TICKETS, null))
                    .when(new ExpireBooking(Instant.MAX))
                    .thenRejected(TOO_EARLY);
        }

        @Test
        void past_its_deadline_it_may_be_paid_or_cancelled_as_long_as_it_has_not_expired() {
            booking.when(PAY).thenEvents(PAID, SETTLED);
            booking.when(CANCEL).thenEvents(CANCELLED);
        }
    }
}
