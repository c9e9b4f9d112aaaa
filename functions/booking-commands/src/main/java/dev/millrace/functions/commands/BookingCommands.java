package dev.millrace.functions.commands;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.util.Map;

/// Lambda function of `POST /bookings` and `DELETE /bookings/{bookingId}`.
public final class BookingCommands extends HttpRoutes {
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
        super(
                Map.of(
                        "POST /bookings", new PlaceBookingRoute(bookings),
                        "DELETE /bookings/{bookingId}", new CancelBookingRoute(bookings)),
                platform.log());
    }
}
