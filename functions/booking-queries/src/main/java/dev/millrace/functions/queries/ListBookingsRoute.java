package dev.millrace.functions.queries;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.booking.dynamodb.Cursor;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.HttpRoutes.Route;
import dev.millrace.eventsourcing.lambda.Log;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers a page of the caller's bookings, newest first. A new booking may be missing for a
/// moment.
record ListBookingsRoute(BookingTable bookings, Log log) implements Route {
    private static final int USUAL_LIMIT = 20;
    private static final int MOST = 100;

    record Page(List<BookingJson> bookings, @Nullable String cursor) {}

    @Override
    public HttpAnswer answer(HttpCall call) {
        var page =
                bookings.byClient(
                        call.clientId(),
                        call.limit(USUAL_LIMIT, MOST),
                        call.cursor(Cursor::parse),
                        this::leftOut);
        var cursor = page.next() == null ? null : page.next().text();
        var shown = page.bookings().stream().map(BookingJson::of).toList();
        return HttpAnswer.json(200, new Page(shown, cursor));
    }

    private void leftOut(Unreadable row) {
        log.error(
                "a row of the view cannot be read; the list leaves it out",
                row.cause(),
                Map.of("entity", BOOKING.name() + "#" + row.row()));
    }
}
