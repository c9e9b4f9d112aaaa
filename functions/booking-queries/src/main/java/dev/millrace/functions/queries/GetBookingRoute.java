package dev.millrace.functions.queries;

import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.HttpRoutes.Route;
import dev.millrace.eventsourcing.lambda.Problem;

/// Answers one booking of the caller, as the journal has it now.
record GetBookingRoute(View<BookingRow, BookingEvent> view) implements Route {
    @Override
    public HttpAnswer answer(HttpCall call) {
        var client = call.clientId();
        var bookingId = call.path("bookingId");
        var row = Ids.isOne(bookingId) ? view.current(bookingId) : null;
        if (row == null || !row.value().clientId().equals(client)) {
            throw Problem.notFound("booking");
        }
        return HttpAnswer.json(200, BookingJson.of(row));
    }
}
