package dev.millrace.functions.view;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.booking.dynamodb.RehearsedBooking;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpAws;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpEvents;
import dev.millrace.eventsourcing.lambda.snapstart.Rehearsal;

/// A booking is placed, and then confirmed: its row is written, and written anew.
final class BookingViewRehearsal implements Rehearsal {
    private final String events;
    private final MadeUpAws aws;
    private final BookingView view;
    private final Journal<Booking, BookingEvent> journal;
    private final BookingTable table;

    BookingViewRehearsal(Environment environment, Runtime runtime) {
        this.events = environment.required("BOOKING_EVENTS_TABLE");
        this.aws = new MadeUpAws(environment);
        this.view = new BookingView(environment, runtime, aws);
        this.journal = journal(aws);
        this.table = new BookingTable(aws.dynamoDb(), environment.required("BOOKING_VIEW_TABLE"));
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
    public void read(Clients real) {
        journal(real).load("nothing");
    }

    private Journal<Booking, BookingEvent> journal(Clients clients) {
        return new DynamoDbJournal<>(clients.dynamoDb(), events, BOOKING);
    }
}
