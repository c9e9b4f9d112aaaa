package dev.millrace.functions.commands;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.dynamodb.FakeBooking;
import dev.millrace.eventsourcing.lambda.snapstart.FakeAws;
import dev.millrace.eventsourcing.lambda.snapstart.FakeEvents;
import dev.millrace.eventsourcing.lambda.snapstart.WarmUp;
import java.io.IOException;

/// Places a booking, and cancels another that has to be loaded first.
final class BookingCommandsWarmUp implements WarmUp {
    private static final String BODY =
            """
            {"concertId":"nowhere","seats":[{"row":1,"number":1}]}\
            """;

    private final FakeAws aws;
    private final BookingCommands commands;

    BookingCommandsWarmUp(FakeAws aws) {
        this.aws = aws;
        this.commands = new BookingCommands(aws.platform());
    }

    @Override
    public void play(String id) throws IOException {
        WarmUp.handle(commands, FakeEvents.call("POST /bookings", id, BODY));
        new FakeBooking(aws.platform().journal(BOOKING), id).place();
        var cancel = FakeEvents.call("DELETE /bookings/{bookingId}", id, "");
        WarmUp.handle(commands, cancel);
    }
}
