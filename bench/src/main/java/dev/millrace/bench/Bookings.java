package dev.millrace.bench;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingCommand;
import dev.millrace.booking.BookingCommand.ConfirmBooking;
import dev.millrace.booking.BookingCommand.PlaceBooking;
import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRejection;
import dev.millrace.booking.Money;
import dev.millrace.booking.Seat;
import dev.millrace.booking.Ticket;
import dev.millrace.booking.Tickets;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.lambda.Platform;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Sends commands to bookings as a function does.
record Bookings(Entities<Booking, BookingCommand, BookingEvent, BookingRejection> entities) {
    static final String CLIENT = "5f0b3c1e-8a52-4d0e-9a6b-2f6f1d3c7a10";
    static final String CONCERT = "winterreise-2026";
    static final BigDecimal PRICE = new BigDecimal("49.90");

    private static final Seat SEAT = new Seat(1, 1);

    /// When bookings are placed and confirmed whose deadline is over now.
    static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    /// A deadline after [#LONG_AGO] that is over now.
    static final Instant PAST = LONG_AGO.plus(Duration.ofDays(1));

    static Bookings on(Platform platform) {
        return new Bookings(platform.entities(BOOKING));
    }

    static PlaceBooking place() {
        return new PlaceBooking(CLIENT, CONCERT, List.of(SEAT));
    }

    static ConfirmBooking confirm(Instant deadline) {
        var tickets = new Tickets(List.of(new Ticket(SEAT, PRICE)), "EUR");
        return new ConfirmBooking(tickets, deadline);
    }

    static ReceivePayment pay(String paymentId) {
        return new ReceivePayment(paymentId, CLIENT, new Money(PRICE, "EUR"));
    }

    /// @throws IllegalStateException if the command is not accepted
    void send(String id, BookingCommand command) {
        send(id, commandId(id, command), command);
    }

    /// @throws IllegalStateException if the command is not accepted
    void send(String id, String commandId, BookingCommand command) {
        var outcome = ask(id, commandId, command);
        if (outcome instanceof Outcome.Accepted) return;
        throw new IllegalStateException("%s to %s: %s".formatted(command, id, outcome));
    }

    Outcome<Booking, BookingRejection> ask(String id, BookingCommand command) {
        return ask(id, commandId(id, command), command);
    }

    private static String commandId(String id, BookingCommand command) {
        return Ids.of(id, command.toString());
    }

    private Outcome<Booking, BookingRejection> ask(
            String id, String commandId, BookingCommand command) {
        return entities.send(id, command, new Trace(commandId, "http", "request " + id, null));
    }
}
