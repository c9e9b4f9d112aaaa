package dev.millrace.functions.view;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.booking.dynamodb.RehearsedBooking;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpAws;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpEvents;
import dev.millrace.eventsourcing.lambda.snapstart.Rehearsal;

/// A booking is placed, and then confirmed: its row is written, and written anew.
final class BookingViewRehearsal implements Rehearsal {
    private static final String EVENTS = "BOOKING_EVENTS_TABLE";
    private final Environment environment;
    private final MadeUpAws aws = new MadeUpAws();
    private final BookingView view;
    private final Journal<Booking, BookingEvent> journal;
    private final BookingTable table;

    BookingViewRehearsal(Environment environment) {
        var madeUp = environment.on(aws);
        this.environment = environment;
        this.view = new BookingView(madeUp);
        this.journal = Aws.journal(madeUp, EVENTS, BOOKING);
        this.table = new BookingTable(Aws.dynamoDb(madeUp), madeUp.required("BOOKING_VIEW_TABLE"));
    }

    @Override
    public void play(String id) {
        var booking = new RehearsedBooking(journal, id).place();
        seen(id);
        booking.confirm();
        seen(id);
        var row = table.load(id);
        Rehearsal.check(row != null && row.version() == 2, "row " + row);
    }

    private void seen(String id) {
        var commits = MadeUpEvents.commits(aws, new EntityRef(BOOKING.name(), id));
        Rehearsal.check(view.handleRequest(commits, null));
    }

    @Override
    public void read() {
        Aws.journal(environment, EVENTS, BOOKING).load("nothing");
    }
}
