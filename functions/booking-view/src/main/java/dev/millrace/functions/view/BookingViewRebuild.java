package dev.millrace.functions.view;

import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.RebuildFunction;
import java.util.Map;

/// Lambda function that rebuilds the bookings view from the journal.
public final class BookingViewRebuild extends RebuildFunction<BookingRow, BookingEvent> {
    public BookingViewRebuild() {
        this(System.getenv());
    }

    public BookingViewRebuild(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public BookingViewRebuild(Platform platform) {
        super(platform, BookingRow.VIEW);
    }

    BookingViewRebuild(Platform platform, int pageSize) {
        super(platform, BookingRow.VIEW, pageSize);
    }
}
