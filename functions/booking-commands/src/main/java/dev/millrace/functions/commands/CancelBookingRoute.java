package dev.millrace.functions.commands;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingCommand;
import dev.millrace.booking.BookingCommand.CancelBooking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRejection;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Text;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.HttpRoutes.Route;
import dev.millrace.eventsourcing.lambda.Problem;

/// Cancels a booking of the caller. A booking that is denied, cancelled or expired stays as it is.
record CancelBookingRoute(
        Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings)
        implements Route {
    private static final int MOST_REASON_CHARACTERS = 500;

    @Override
    public HttpAnswer answer(HttpCall call) {
        var client = call.clientId();
        var bookingId = call.path("bookingId");
        if (!Ids.isOne(bookingId)) throw Problem.notFound("booking");
        var reason = call.query("reason");
        if (reason != null && Text.length(reason) > MOST_REASON_CHARACTERS) {
            throw Problem.invalid("reason", "reason has at most 500 characters.");
        }
        var commandId = Ids.of("CancelBooking", bookingId, call.requestId());
        var trace = new Trace(commandId, HttpCall.SENDER, call.requestId(), null);
        return switch (bookings.send(bookingId, new CancelBooking(client, reason), trace)) {
            case Outcome.Accepted(var booking, _) ->
                    HttpAnswer.json(200, new BookingAnswer(bookingId, booking.status()));
            case Outcome.Rejected(var rejected) -> throw Rejections.problem(rejected);
            case Outcome.Erased() -> throw Problem.notFound("booking");
        };
    }
}
