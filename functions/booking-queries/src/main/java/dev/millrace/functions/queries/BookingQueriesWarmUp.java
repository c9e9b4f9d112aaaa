package dev.millrace.functions.queries;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.FakeBooking;
import dev.millrace.eventsourcing.lambda.snapstart.FakeAws;
import dev.millrace.eventsourcing.lambda.snapstart.FakeEvents;
import dev.millrace.eventsourcing.lambda.snapstart.WarmUp;
import java.io.IOException;
import java.util.List;

/// Gets a confirmed booking, its history, and the list of bookings.
final class BookingQueriesWarmUp implements WarmUp {
    private static final List<String> ROUTES =
            List.of(
                    "GET /bookings/{bookingId}",
                    "GET /bookings/{bookingId}/history",
                    "GET /bookings");

    private final FakeAws aws;
    private final BookingQueries queries;

    BookingQueriesWarmUp(FakeAws aws) {
        this.aws = aws;
        this.queries = new BookingQueries(aws.platform());
    }

    @Override
    public void play(String id) throws IOException {
        var booking = new FakeBooking(aws.platform().journal(BOOKING), id).place();
        aws.platform().view(BookingRow.VIEW).catchUp(id);
        booking.confirm();
        for (var route : ROUTES) {
            WarmUp.handle(queries, FakeEvents.call(route, id, ""));
        }
    }
}
