package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.PaymentInput;
import dev.millrace.booking.PaymentInput.Received;
import dev.millrace.booking.PaymentReceived;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.time.InstantSource;
import java.util.Map;

/// `PaymentReceived` events, brought to the process of the booking they are for.
final class IncomingPayments {
    private final Processes processes;
    private final InstantSource clock;
    private final Log log;
    private final PaymentIds paymentIds = new PaymentIds();

    IncomingPayments(Processes processes, InstantSource clock, Log log) {
        this.processes = processes;
        this.clock = clock;
        this.log = log;
    }

    /// Takes one. Once this returns the payment is kept.
    ///
    /// @param eventId the bus's
    /// @throws IllegalArgumentException naming the field of the detail that is missing or wrong
    void take(String eventId, Map<String, Object> detail) {
        var where = Map.of("correlation_id", eventId, "process", processes.payments().name());
        log.where(where, () -> taken(eventId, PaymentDetail.decode(detail)));
    }

    private boolean taken(String eventId, PaymentReceived payment) {
        var bookingId = payment.bookingId();
        if (bookingId == null) {
            log.info(
                    "a payment that is not for a booking",
                    Map.of("payment_id", payment.paymentId()));
            return false;
        }
        var received = new Received(bookingId, payment, clock.instant());
        var id = "PaymentReceived/" + payment.paymentId();
        var waiting = new Waiting<PaymentInput>(id, received, eventId);
        return log.where(
                Map.of("entity", BOOKING.name() + "#" + bookingId, "causation_id", id),
                () ->
                        log.timed(
                                "step",
                                () -> {
                                    reportIfOfTwoBookings(payment.paymentId(), bookingId);
                                    processes.payments().take(bookingId, waiting);
                                    return true;
                                }));
    }

    private void reportIfOfTwoBookings(String paymentId, String bookingId) {
        var other = paymentIds.note(paymentId, bookingId);
        if (other == null) return;
        log.error(
                "one payment id is reported for two bookings, and counts for both",
                Map.of("payment_id", paymentId, "other_entity", BOOKING.name() + "#" + other));
    }
}
