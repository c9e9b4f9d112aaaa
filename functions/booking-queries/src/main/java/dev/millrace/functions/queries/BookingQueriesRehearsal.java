package dev.millrace.functions.queries;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.booking.dynamodb.RehearsedBooking;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpAws;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpEvents;
import dev.millrace.eventsourcing.lambda.snapstart.Rehearsal;

/// Shows a booking that is confirmed, its history, and all there are.
final class BookingQueriesRehearsal implements Rehearsal {
    private static final String EVENTS = "BOOKING_EVENTS_TABLE";
    private final Environment environment;
    private final BookingQueries queries;
    private final Journal<Booking, BookingEvent> journal;
    private final View<BookingRow, BookingEvent> view;

    BookingQueriesRehearsal(Environment environment) {
        var madeUp = environment.on(new MadeUpAws());
        var table = new BookingTable(Aws.dynamoDb(madeUp), madeUp.required("BOOKING_VIEW_TABLE"));
        this.environment = environment;
        this.queries = new BookingQueries(madeUp);
        this.journal = Aws.journal(madeUp, EVENTS, BOOKING);
        this.view = new View<>(BookingRow::project, table, journal);
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
    public void read() {
        Aws.journal(environment, EVENTS, BOOKING).load("nothing");
    }
}
