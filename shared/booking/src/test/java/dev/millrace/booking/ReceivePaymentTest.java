package dev.millrace.booking;

import static dev.millrace.booking.BookingRejection.ALREADY_SETTLED;
import static dev.millrace.booking.BookingRejection.UNDERPAID;
import static dev.millrace.booking.BookingRejection.WRONG_CURRENCY;
import static dev.millrace.booking.Examples.CONFIRMED;
import static dev.millrace.booking.Examples.DEADLINE;
import static dev.millrace.booking.Examples.FREE;
import static dev.millrace.booking.Examples.PAID;
import static dev.millrace.booking.Examples.PAY;
import static dev.millrace.booking.Examples.PLACED;
import static dev.millrace.booking.Examples.SETTLED;
import static dev.millrace.booking.Examples.eur;
import static dev.millrace.booking.Examples.given;
import static dev.millrace.booking.Examples.pay;
import static dev.millrace.booking.Examples.tickets;

import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.eventsourcing.testkit.DeciderScenario;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Which payments settle a booking of 25.00 EUR.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ReceivePaymentTest {

    @Nested
    class WhenConfirmed {
        private final DeciderScenario<Booking, BookingCommand, BookingEvent, BookingRejection>
                booking = given(PLACED, CONFIRMED);

        @Test
        void the_exact_price_settles_it() {
            booking.when(pay("payment", eur("25.00"))).thenEvents(PAID, SETTLED);
        }

        @Test
        void amounts_are_compared_by_value() {
            booking.when(pay("payment", eur("25.0"))).thenEvents(paid(eur("25.0"), null), SETTLED);
            given(PLACED, new BookingConfirmed(tickets("2.5", "2.50"), DEADLINE))
                    .when(pay("payment", eur("5")))
                    .thenEvents(paid(eur("5"), null), SETTLED);
        }

        @Test
        void a_higher_amount_settles_it_and_the_overpaid_part_is_recorded() {
            booking.when(pay("payment", eur("30.50")))
                    .thenEvents(paid(eur("30.50"), eur("5.50")), SETTLED);
        }

        @Test
        void a_lower_amount_does_not_settle_it() {
            booking.when(pay("payment", eur("24.99"))).thenRejected(UNDERPAID);
        }

        @Test
        void another_currency_does_not_settle_it() {
            booking.when(pay("payment", dollars("25.00"))).thenRejected(WRONG_CURRENCY);
            booking.when(pay("payment", dollars("24.99"))).thenRejected(WRONG_CURRENCY);
        }

        @Test
        void a_payment_without_an_amount_settles_it() {
            var untold = new ReceivePayment("payment", "bob", null);

            booking.when(untold)
                    .thenEvents(new BookingPaid("payment", "bob", null, null), SETTLED)
                    .when(untold)
                    .thenNothing();
        }

        @Test
        void after_a_payment_that_is_too_low_another_may_settle_it() {
            booking.when(pay("first", eur("5.00")))
                    .thenRejected(UNDERPAID)
                    .when(PAY)
                    .thenEvents(PAID, SETTLED);
        }
    }

    @Nested
    class WhenSettled {
        private final DeciderScenario<Booking, BookingCommand, BookingEvent, BookingRejection>
                booking = given(PLACED, CONFIRMED, PAID, SETTLED);

        @Test
        void the_same_payment_again_changes_nothing_even_with_another_amount() {
            booking.when(PAY).thenNothing();
            booking.when(pay("payment", dollars("1"))).thenNothing();
        }

        @Test
        void another_payment_is_rejected() {
            booking.when(pay("another", eur("25.00"))).thenRejected(ALREADY_SETTLED);
        }

        @Test
        void tickets_that_cost_nothing_cannot_be_paid() {
            given(PLACED, new BookingConfirmed(FREE, DEADLINE), SETTLED)
                    .when(PAY)
                    .thenRejected(ALREADY_SETTLED);
        }
    }

    private static BookingEvent paid(Money money, @Nullable Money over) {
        return new BookingPaid("payment", "bob", money, over);
    }

    private static Money dollars(String amount) {
        return new Money(new BigDecimal(amount), "USD");
    }
}
