package dev.millrace.functions.queries;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.booking.dynamodb.Cursor;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.HttpRoutes.Route;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.Problem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The caller's own bookings, newest first, a page at a time; a booking just placed may be missing
/// for a moment.
final class ListBookingsRoute implements Route {
    private static final int USUAL_LIMIT = 20;
    private static final int MOST = 100;

    private final BookingTable bookings;
    private final Log log;

    ListBookingsRoute(BookingTable bookings, Log log) {
        this.bookings = bookings;
        this.log = log;
    }

    record Page(List<BookingJson> bookings, @Nullable String cursor) {}

    @Override
    public HttpAnswer answer(HttpCall call) {
        var page =
                bookings.byClient(
                        call.clientId(),
                        limit(call.query("limit")),
                        cursor(call.query("cursor")),
                        row ->
                                log.error(
                                        "a row of the view cannot be read; the list leaves it out",
                                        row.cause(),
                                        Map.of("entity", BOOKING.name() + "#" + row.row())));
        var next = page.next();
        return HttpAnswer.json(
                200,
                new Page(
                        page.bookings().stream().map(BookingJson::of).toList(),
                        next == null ? null : next.text()));
    }

    private static int limit(@Nullable String text) {
        if (text == null) return USUAL_LIMIT;
        if (!text.matches("[0-9]{1,3}")) throw badLimit();
        var limit = Integer.parseInt(text);
        if (limit < 1 || limit > MOST) throw badLimit();
        return limit;
    }

    private static Problem badLimit() {
        return Problem.invalid("limit", "limit is a whole number from 1 to " + MOST + ".");
    }

    private static @Nullable Cursor cursor(@Nullable String text) {
        if (text == null) return null;
        try {
            return Cursor.parse(text);
        } catch (IllegalArgumentException notOurs) {
            throw Problem.invalid("cursor", "cursor is not one of a page before this one.");
        }
    }
}
