package dev.millrace.functions.view;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.BookingRow;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.ViewStreamFunction;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.util.Map;

/// Lambda function that updates the bookings view from the journal's stream.
public final class BookingView extends ViewStreamFunction {
    public BookingView() {
        this(System.getenv());
        Priming.of(BookingViewWarmUp::new, platform -> platform.journal(BOOKING).load("nothing"));
    }

    public BookingView(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public BookingView(Platform platform) {
        super(
                platform,
                Service.named("booking").entity(BOOKING, Diagnosis.none()).view(BookingRow.VIEW));
    }
}
