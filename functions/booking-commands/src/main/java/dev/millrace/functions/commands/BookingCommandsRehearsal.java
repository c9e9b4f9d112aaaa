package dev.millrace.functions.commands;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.dynamodb.RehearsedBooking;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpAws;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpEvents;
import dev.millrace.eventsourcing.lambda.snapstart.Rehearsal;

/// Places a booking, and cancels another that has to be loaded first.
final class BookingCommandsRehearsal implements Rehearsal {
    private static final String BODY =
            """
            {"concertId":"nowhere","seats":[{"row":1,"number":1}]}\
            """;

    private final String events;
    private final BookingCommands commands;
    private final Journal<Booking, BookingEvent> journal;

    BookingCommandsRehearsal(Environment environment, Runtime runtime) {
        var aws = new MadeUpAws(environment);
        this.events = environment.required("BOOKING_EVENTS_TABLE");
        this.commands = new BookingCommands(environment, runtime, aws);
        this.journal = journal(aws);
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
    public void read(Clients aws) {
        journal(aws).load("nothing");
    }

    private Journal<Booking, BookingEvent> journal(Clients aws) {
        return new DynamoDbJournal<>(aws.dynamoDb(), events, BOOKING);
    }
}
