package dev.millrace.functions.queries;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.booking.dynamodb.RehearsedBooking;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpAws;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpEvents;
import dev.millrace.eventsourcing.lambda.snapstart.Rehearsal;

/// Shows a booking that is confirmed, its history, and all there are.
final class BookingQueriesRehearsal implements Rehearsal {
    private final String events;
    private final BookingQueries queries;
    private final Journal<Booking, BookingEvent> journal;
    private final View<BookingRow, BookingEvent> view;

    BookingQueriesRehearsal(Environment environment, Runtime runtime) {
        var aws = new MadeUpAws(environment);
        var rows = environment.required("BOOKING_VIEW_TABLE");
        this.events = environment.required("BOOKING_EVENTS_TABLE");
        this.queries = new BookingQueries(environment, runtime, aws);
        this.journal = journal(aws);
        this.view =
                new View<>(BookingRow::project, new BookingTable(aws.dynamoDb(), rows), journal);
    }

    @Override
    public void play(String id) {
        var booking = new RehearsedBooking(journal, id).place();
        view.catchUp(id);
        booking.confirm();
        for (var route :
                new String[] {
                    "GET /bookings/{bookingId}",
                    "GET /bookings/{bookingId}/history",
                    "GET /bookings"
                }) {
            Rehearsal.check(queries.handleRequest(MadeUpEvents.call(route, id, ""), null));
        }
    }

    @Override
    public void read(Clients aws) {
        journal(aws).load("nothing");
    }

    private Journal<Booking, BookingEvent> journal(Clients aws) {
        return new DynamoDbJournal<>(aws.dynamoDb(), events, BOOKING);
    }
}
