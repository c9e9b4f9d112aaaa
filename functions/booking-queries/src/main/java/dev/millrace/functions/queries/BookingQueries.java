package dev.millrace.functions.queries;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.util.Map;

/// Lambda function of `GET /bookings`, `GET /bookings/{bookingId}` and `GET
/// /bookings/{bookingId}/history`.
public final class BookingQueries extends HttpRoutes {
    public BookingQueries() {
        this(System.getenv());
        Priming.of(
                BookingQueriesWarmUp::new, platform -> platform.journal(BOOKING).load("nothing"));
    }

    public BookingQueries(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public BookingQueries(Platform platform) {
        var name = platform.table(BookingRow.VIEW);
        var table = new BookingTable(platform.clients().dynamoDb(), name);
        var view = platform.view(BookingRow.VIEW);
        var journal = platform.journal(BOOKING);
        super(
                Map.of(
                        "GET /bookings", new ListBookingsRoute(table, platform.log()),
                        "GET /bookings/{bookingId}", new GetBookingRoute(view),
                        "GET /bookings/{bookingId}/history", new GetHistoryRoute(journal)),
                platform.log());
    }
}
