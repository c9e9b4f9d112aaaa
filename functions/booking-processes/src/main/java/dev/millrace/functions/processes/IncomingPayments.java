package dev.millrace.functions.processes;

import dev.millrace.booking.PaymentInput.Received;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.time.InstantSource;
import java.util.Map;

/// `PaymentReceived` events, brought to the process of the booking they are for.
record IncomingPayments(Processes processes, InstantSource clock, Log log) {

    /// Takes one. Once this returns the payment is kept.
    ///
    /// @param eventId the bus's
    /// @throws IllegalArgumentException naming the field of the detail that is missing or wrong
    void take(String eventId, Map<String, Object> detail) {
        var where = Map.of("correlation_id", eventId, "process", processes.payments().name());
        log.where(where, () -> taken(eventId, detail));
    }

    private boolean taken(String eventId, Map<String, Object> detail) {
        var payment = PaymentDetail.decode(detail);
        var bookingId = payment.bookingId();
        if (bookingId == null) {
            log.info(
                    "a payment that is not for a booking",
                    Map.of("payment_id", payment.paymentId()));
            return false;
        }
        var received = new Received(bookingId, payment, clock.instant());
        var id = "PaymentReceived/" + payment.paymentId();
        processes.payments().take(bookingId, new Waiting<>(id, received, eventId));
        return true;
    }
}
