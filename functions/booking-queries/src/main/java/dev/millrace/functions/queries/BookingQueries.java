package dev.millrace.functions.queries;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /bookings`, `GET /bookings/{bookingId}` and `GET /bookings/{bookingId}/history`.
public final class BookingQueries
        implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final HttpRoutes routes;

    public BookingQueries() {
        this(System.getenv());
        Priming.of(
                BookingQueriesWarmUp::new, platform -> platform.journal(BOOKING).load("nothing"));
    }

    public BookingQueries(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public BookingQueries(Platform platform) {
        var log = platform.log();
        var table =
                new BookingTable(
                        platform.clients().dynamoDb(),
                        platform.environment().required("BOOKING_VIEW_TABLE"));
        var journal = platform.journal(BOOKING);
        this.routes =
                new HttpRoutes(
                        Map.of(
                                "GET /bookings", new ListBookingsRoute(table, log),
                                "GET /bookings/{bookingId}",
                                        new GetBookingRoute(platform.view(BookingRow.VIEW)),
                                "GET /bookings/{bookingId}/history", new GetHistoryRoute(journal)),
                        log);
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(
            APIGatewayV2HTTPEvent event, @Nullable Context context) {
        return routes.answer(event);
    }
}
