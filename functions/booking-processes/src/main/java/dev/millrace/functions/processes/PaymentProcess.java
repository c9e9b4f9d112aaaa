package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.BusFunction;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.util.Map;

/// Lambda function that hands payments from the bus to the payment process. It needs no table of
/// seats.
public final class PaymentProcess extends BusFunction {
    public PaymentProcess() {
        this(System.getenv());
        Priming.of(
                PaymentProcessWarmUp::new, platform -> platform.journal(BOOKING).load("nothing"));
    }

    public PaymentProcess(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public PaymentProcess(Platform platform) {
        super(
                BookingService.countingRefunds(platform),
                BookingService.on(platform, () -> BookingService.boxOffice(platform)),
                BookingService.PAYMENTS);
    }
}
