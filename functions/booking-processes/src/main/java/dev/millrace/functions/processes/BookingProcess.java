package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.ProcessStreamFunction;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import dev.millrace.eventsourcing.process.Service;
import java.util.Map;

/// Lambda function that hands the journal's stream to the booking's processes.
public final class BookingProcess extends ProcessStreamFunction {
    public BookingProcess() {
        this(System.getenv());
        Priming.of(
                BookingProcessWarmUp::new, platform -> platform.journal(BOOKING).load("nothing"));
    }

    public BookingProcess(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public BookingProcess(Platform platform) {
        this(platform, BookingService.on(platform));
    }

    BookingProcess(Platform platform, Service service) {
        super(BookingService.countingRefunds(platform), service);
    }
}
