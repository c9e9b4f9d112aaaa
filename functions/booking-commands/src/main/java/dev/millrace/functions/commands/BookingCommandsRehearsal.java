package dev.millrace.functions.commands;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.dynamodb.RehearsedBooking;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpAws;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpEvents;
import dev.millrace.eventsourcing.lambda.snapstart.Rehearsal;

/// Places a booking, and cancels another that has to be loaded first.
final class BookingCommandsRehearsal implements Rehearsal {
    private static final String EVENTS = "BOOKING_EVENTS_TABLE";
    private static final String BODY =
            """
            {"concertId":"nowhere","seats":[{"row":1,"number":1}]}\
            """;

    private final Environment environment;
    private final BookingCommands commands;
    private final Journal<Booking, BookingEvent> journal;

    BookingCommandsRehearsal(Environment environment) {
        var madeUp = environment.on(new MadeUpAws());
        this.environment = environment;
        this.commands = new BookingCommands(madeUp);
        this.journal = Aws.journal(madeUp, EVENTS, BOOKING);
    }

    @Override
    public void play(String id) {
        Rehearsal.check(
                commands.handleRequest(MadeUpEvents.call("POST /bookings", id, BODY), null));
        new RehearsedBooking(journal, id).place();
        var cancel = MadeUpEvents.call("DELETE /bookings/{bookingId}", id, "");
        Rehearsal.check(commands.handleRequest(cancel, null));
    }

    @Override
    public void read() {
        Aws.journal(environment, EVENTS, BOOKING).load("nothing");
    }
}
