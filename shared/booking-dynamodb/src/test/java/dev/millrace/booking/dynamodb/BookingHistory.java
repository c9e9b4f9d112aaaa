package dev.millrace.booking.dynamodb;

import static dev.millrace.booking.BookingType.BOOKING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingCommand;
import dev.millrace.booking.BookingCommand.CancelBooking;
import dev.millrace.booking.BookingCommand.ConfirmBooking;
import dev.millrace.booking.BookingCommand.DenyBooking;
import dev.millrace.booking.BookingCommand.ExpireBooking;
import dev.millrace.booking.BookingCommand.PlaceBooking;
import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRejection;
import dev.millrace.booking.Money;
import dev.millrace.booking.Seat;
import dev.millrace.booking.Ticket;
import dev.millrace.booking.Tickets;
import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Writes bookings to a journal, one command per second. Every command must be accepted.
public final class BookingHistory {
    public static final Instant BEGINNING = Instant.parse("2026-03-01T12:00:00.123456789Z");
    public static final String CONCERT = "spring";

    private final VirtualClock clock = new VirtualClock(BEGINNING);
    private final Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings;

    public BookingHistory(Journal<Booking, BookingEvent> journal) {
        bookings = new Entities<>(BOOKING, journal, clock, _ -> {}, CommandListener.NONE);
    }

    /// The clock of the commands.
    public VirtualClock clock() {
        return clock;
    }

    /// Places a booking of these seats of row 1.
    ///
    /// @return its id, which follows from client and name
    public String placed(String client, String name, int... seats) {
        var wanted = Arrays.stream(seats).mapToObj(number -> new Seat(1, number)).toList();
        var id = Ids.of(client, name);
        send(id, new PlaceBooking(client, CONCERT, wanted), "http", null);
        return id;
    }

    /// Confirms a booking with a ticket of row 1 for each price, in EUR.
    public void confirmed(String id, @Nullable Instant deadline, String... prices) {
        send(id, new ConfirmBooking(tickets(prices), deadline), "reservation", id + "/1/0");
    }

    public void denied(String id, String reason) {
        send(id, new DenyBooking(reason), "reservation", id + "/1/0");
    }

    public void cancelled(String id, String client, @Nullable String reason) {
        send(id, new CancelBooking(client, reason), "http", null);
    }

    public void paid(String id, String payment, @Nullable String amount) {
        var money = amount == null ? null : new Money(new BigDecimal(amount), "EUR");
        send(id, new ReceivePayment(payment, "payer", money), "payment", payment);
    }

    public void expired(String id) {
        send(id, new ExpireBooking(clock.instant()), "expiry", null);
    }

    public static Tickets tickets(String... prices) {
        return new Tickets(
                IntStream.range(0, prices.length)
                        .mapToObj(n -> new Ticket(new Seat(1, n + 1), new BigDecimal(prices[n])))
                        .toList(),
                "EUR");
    }

    private void send(String id, BookingCommand command, String sender, @Nullable String cause) {
        clock.advance(Duration.ofSeconds(1));
        var commandId = Ids.of(id, String.valueOf(clock.instant()));
        var trace = new Trace(commandId, sender, "request " + id, cause);
        assertThat(List.of(bookings.send(id, command, trace)))
                .as("%s", command)
                .hasOnlyElementsOfType(Outcome.Accepted.class);
    }
}
