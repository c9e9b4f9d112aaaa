package dev.millrace.functions.commands;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `POST /bookings` and `DELETE /bookings/{bookingId}`.
public final class BookingCommands
        implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final HttpRoutes routes;

    public BookingCommands() {
        this(System.getenv());
        Priming.of(
                BookingCommandsWarmUp::new, platform -> platform.journal(BOOKING).load("nothing"));
    }

    public BookingCommands(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public BookingCommands(Platform platform) {
        var bookings = platform.entities(BOOKING);
        this.routes =
                new HttpRoutes(
                        Map.of(
                                "POST /bookings", new PlaceBookingRoute(bookings),
                                "DELETE /bookings/{bookingId}", new CancelBookingRoute(bookings)),
                        platform.log());
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(
            APIGatewayV2HTTPEvent event, @Nullable Context context) {
        return routes.answer(event);
    }
}
