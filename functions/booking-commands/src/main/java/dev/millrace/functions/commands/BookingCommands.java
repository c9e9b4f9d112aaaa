package dev.millrace.functions.commands;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.LoggedBackoff;
import dev.millrace.eventsourcing.lambda.LoggedCommands;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `POST /bookings` and `DELETE /bookings/{bookingId}`.
public final class BookingCommands
        implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final HttpRoutes routes;

    public BookingCommands() {
        this(System.getenv());
        Priming.of(new Environment(System.getenv()), BookingCommandsRehearsal::new);
    }

    public BookingCommands(Map<String, String> variables) {
        this(new Environment(variables));
    }

    BookingCommands(Environment environment) {
        var table = environment.required("BOOKING_EVENTS_TABLE");
        this(
                new DynamoDbJournal<>(Aws.dynamoDb(environment), table, BOOKING),
                InstantSource.system(),
                Log.of(environment));
    }

    BookingCommands(Journal<Booking, BookingEvent> journal, InstantSource clock, Log log) {
        var backoff = new LoggedBackoff(Aws.backoff(), "journal", log);
        var bookings = new Entities<>(BOOKING, journal, clock, backoff, new LoggedCommands(log));
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
