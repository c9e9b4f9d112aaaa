package dev.millrace.functions.view;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.FakeBooking;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.lambda.snapstart.FakeAws;
import dev.millrace.eventsourcing.lambda.snapstart.FakeEvents;
import dev.millrace.eventsourcing.lambda.snapstart.WarmUp;
import java.io.IOException;

/// Places a booking and then confirms it: its row is written, and written again.
final class BookingViewWarmUp implements WarmUp {
    private final FakeAws aws;
    private final BookingView view;

    BookingViewWarmUp(FakeAws aws) {
        this.aws = aws;
        this.view = new BookingView(aws.platform());
    }

    @Override
    public void play(String id) throws IOException {
        var booking = new FakeBooking(aws.platform().journal(BOOKING), id).place();
        seen(id);
        booking.confirm();
        seen(id);
        var row = aws.platform().rows(BookingRow.VIEW).load(id);
        WarmUp.check(row != null && row.version() == 2, "row " + row);
    }

    private void seen(String id) throws IOException {
        var commits = FakeEvents.commits(aws, new EntityRef(BOOKING.name(), id));
        WarmUp.handle(view, commits);
    }
}
