package dev.millrace.functions.queries;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `GET /bookings`, `GET /bookings/{bookingId}` and `GET /bookings/{bookingId}/history`.
public final class BookingQueries
        implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final HttpRoutes routes;

    public BookingQueries() {
        this(System.getenv());
        Priming.of(BookingQueriesRehearsal::new);
    }

    public BookingQueries(Map<String, String> variables) {
        var environment = new Environment(variables);
        this(environment, Runtime.system(), new AwsClients(environment));
    }

    public BookingQueries(Environment environment, Runtime runtime, Clients clients) {
        var dynamoDb = clients.dynamoDb();
        var events = environment.required("BOOKING_EVENTS_TABLE");
        var journal = new DynamoDbJournal<>(dynamoDb, events, BOOKING);
        var table = new BookingTable(dynamoDb, environment.required("BOOKING_VIEW_TABLE"));
        var view = new View<>(BookingRow::project, table, journal);
        this.routes =
                new HttpRoutes(
                        Map.of(
                                "GET /bookings", new ListBookingsRoute(table),
                                "GET /bookings/{bookingId}", new GetBookingRoute(view),
                                "GET /bookings/{bookingId}/history", new GetHistoryRoute(journal)),
                        new Log(environment, runtime));
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(
            APIGatewayV2HTTPEvent event, @Nullable Context context) {
        return routes.answer(event);
    }
}
