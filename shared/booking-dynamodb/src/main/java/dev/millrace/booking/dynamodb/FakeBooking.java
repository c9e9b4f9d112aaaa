package dev.millrace.booking.dynamodb;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingCommand;
import dev.millrace.booking.BookingCommand.ConfirmBooking;
import dev.millrace.booking.BookingCommand.PlaceBooking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRejection;
import dev.millrace.booking.Seat;
import dev.millrace.booking.Ticket;
import dev.millrace.booking.Tickets;
import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Trace;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/// A made-up booking for the warm-up of functions.
public final class FakeBooking {
    public static final String CLIENT = "nobody";
    public static final String CONCERT = "nowhere";
    public static final Seat SEAT = new Seat(1, 1);

    private final Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings;
    private final String id;

    public FakeBooking(Journal<Booking, BookingEvent> fake, String id) {
        this.bookings =
                new Entities<>(
                        BOOKING,
                        fake,
                        InstantSource.fixed(Instant.EPOCH),
                        _ -> {},
                        CommandListener.NONE);
        this.id = id;
    }

    public FakeBooking place() {
        return send(new PlaceBooking(CLIENT, CONCERT, List.of(SEAT)));
    }

    public FakeBooking confirm() {
        var tickets = new Tickets(List.of(new Ticket(SEAT, BigDecimal.TEN)), "EUR");
        return send(new ConfirmBooking(tickets, Instant.EPOCH));
    }

    private FakeBooking send(BookingCommand command) {
        bookings.send(id, command, new Trace(Ids.of(command.toString()), "warm-up", id, null));
        return this;
    }
}
