package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.PublicEvent.RefundRequested;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.Metric;
import java.util.Map;

/// Tells the log of every refund that the bus took: as often as it was told.
record LoggedRefunds(Bus bus, Log log) implements Bus {
    private static final Metric REFUNDS = Metric.count("Refunds");

    @Override
    public void publish(String name, Message message) {
        bus.publish(name, message);
        if (message instanceof RefundRequested refund) {
            log.info(
                    "refund",
                    Map.of(
                            "entity", BOOKING.name() + "#" + refund.bookingId(),
                            "payment_id", refund.paymentId(),
                            "message_id", refund.id(),
                            "reason", refund.reason()),
                    REFUNDS.of(1));
        }
    }
}
