package dev.millrace.functions.commands;

import static dev.millrace.eventsourcing.lambda.HttpCall.within;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingCommand;
import dev.millrace.booking.BookingCommand.PlaceBooking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRejection;
import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.HttpRoutes.Route;
import dev.millrace.eventsourcing.lambda.Problem;
import java.util.ArrayList;
import java.util.List;

/// Places a booking. With an `Idempotency-Key` the booking's id follows from the client and the
/// key, and the command id also from the body. So a repeated call gets the same booking, and
/// another body with the same key is rejected.
record PlaceBookingRoute(Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings)
        implements Route {
    /// Concerts have no higher rows and numbers.
    private static final int MOST_ROWS_AND_NUMBERS = 10_000;

    record Request(String concertId, List<Place> seats) {
        record Place(int row, int number) {}
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        var client = call.clientId();
        var command = command(client, call.body(Request.class));
        var bookingId = call.newEntityId(client);
        var commandId = commandId(bookingId, command);
        var trace = new Trace(commandId, HttpCall.SENDER, call.requestId(), null);
        return switch (bookings.send(bookingId, command, trace)) {
            case Outcome.Accepted(var booking, _) ->
                    HttpAnswer.accepted(
                            "/bookings/" + bookingId,
                            new BookingAnswer(bookingId, booking.status()));
            case Outcome.Rejected(var reason) -> throw Rejections.problem(reason);
            case Outcome.Erased() -> throw Problem.notFound("booking");
        };
    }

    private static PlaceBooking command(String client, Request request) {
        var concertId = within("concertId", request.concertId(), 100);
        var seats = new ArrayList<Seat>();
        for (var place : request.seats()) {
            var at = "seats[" + seats.size() + "]";
            var row = within(at + ".row", place.row(), MOST_ROWS_AND_NUMBERS);
            var number = within(at + ".number", place.number(), MOST_ROWS_AND_NUMBERS);
            seats.add(new Seat(row, number));
        }
        return new PlaceBooking(client, concertId, seats);
    }

    /// The id follows from the whole command. Its parts must never change, because newer code may
    /// handle a retry.
    private static String commandId(String bookingId, PlaceBooking command) {
        var parts = new ArrayList<>(List.of("PlaceBooking", bookingId, command.concertId()));
        for (var seat : command.seats()) parts.add(seat.row() + "/" + seat.number());
        return Ids.of(parts.toArray(String[]::new));
    }
}
