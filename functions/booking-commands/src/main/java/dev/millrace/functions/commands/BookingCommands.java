package dev.millrace.functions.commands;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.LoggedBackoff;
import dev.millrace.eventsourcing.lambda.LoggedCommands;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `POST /bookings` and `DELETE /bookings/{bookingId}`.
public final class BookingCommands
        implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final HttpRoutes routes;

    public BookingCommands() {
        this(System.getenv());
        Priming.of(BookingCommandsRehearsal::new);
    }

    public BookingCommands(Map<String, String> variables) {
        var environment = new Environment(variables);
        this(environment, Runtime.system(), new AwsClients(environment));
    }

    public BookingCommands(Environment environment, Runtime runtime, Clients clients) {
        var events = environment.required("BOOKING_EVENTS_TABLE");
        var journal = new DynamoDbJournal<>(clients.dynamoDb(), events, BOOKING);
        var log = new Log(environment, runtime);
        var backoff = new LoggedBackoff(runtime.backoff(), "journal", log);
        var bookings =
                new Entities<>(BOOKING, journal, runtime.clock(), backoff, new LoggedCommands(log));
        this.routes =
                new HttpRoutes(
                        Map.of(
                                "POST /bookings", new PlaceBookingRoute(bookings),
                                "DELETE /bookings/{bookingId}", new CancelBookingRoute(bookings)),
                        log);
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(
            APIGatewayV2HTTPEvent event, @Nullable Context context) {
        return routes.answer(event);
    }
}
