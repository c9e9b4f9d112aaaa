package dev.millrace.booking;

import dev.millrace.booking.BookingCommand.CancelBooking;
import dev.millrace.booking.BookingCommand.ConfirmBooking;
import dev.millrace.booking.BookingCommand.DenyBooking;
import dev.millrace.booking.BookingCommand.ExpireBooking;
import dev.millrace.booking.BookingCommand.PlaceBooking;
import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.eventsourcing.testkit.DeciderScenario;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/// Ada's booking of two seats for 25.00 EUR in total: its commands and events.
final class Examples {
    private Examples() {}

    static final Instant DEADLINE = Instant.parse("2026-03-01T18:00:00Z");
    static final Instant PAST_DEADLINE = DEADLINE.plusMillis(1);
    static final List<Seat> SEATS = List.of(new Seat(1, 1), new Seat(1, 2));
    static final Tickets TICKETS = tickets("12.50", "12.50");
    static final Tickets FREE = tickets("0.00", "0");

    static final PlaceBooking PLACE = new PlaceBooking("ada", "concert", SEATS);
    static final ConfirmBooking CONFIRM = new ConfirmBooking(TICKETS, DEADLINE);
    static final DenyBooking DENY = new DenyBooking("sold out");
    static final CancelBooking CANCEL = new CancelBooking("ada", "ill");
    static final CancelBooking CANCEL_BY_EVE = new CancelBooking("eve", "envy");
    static final ReceivePayment PAY = pay("payment", eur("25.00"));
    static final ExpireBooking EXPIRE = new ExpireBooking(PAST_DEADLINE);

    static final BookingEvent PLACED = new BookingPlaced("ada", "concert", SEATS);
    static final BookingEvent CONFIRMED = new BookingConfirmed(TICKETS, DEADLINE);
    static final BookingEvent DENIED = new BookingDenied("sold out");
    static final BookingEvent CANCELLED = new BookingCancelled("ill");
    static final BookingEvent PAID = new BookingPaid("payment", "bob", eur("25.00"), null);
    static final BookingEvent SETTLED = new BookingSettled();
    static final BookingEvent EXPIRED = new BookingExpired();

    static DeciderScenario<Booking, BookingCommand, BookingEvent, BookingRejection> given(
            BookingEvent... events) {
        return DeciderScenario.of(BookingType.BOOKING.decider()).given(events);
    }

    static Money eur(String amount) {
        return new Money(new BigDecimal(amount), "EUR");
    }

    /// Bob pays: the payer need not be the booking's client.
    static ReceivePayment pay(String paymentId, Money money) {
        return new ReceivePayment(paymentId, "bob", money);
    }

    static Tickets tickets(String price1, String price2) {
        return new Tickets(
                List.of(
                        new Ticket(SEATS.getFirst(), new BigDecimal(price1)),
                        new Ticket(SEATS.getLast(), new BigDecimal(price2))),
                "EUR");
    }
}
