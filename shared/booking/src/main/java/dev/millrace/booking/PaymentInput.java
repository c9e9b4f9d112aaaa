package dev.millrace.booking;

import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.eventsourcing.process.DatedInput;
import java.time.Instant;

/// The inputs of [PaymentCollection].
public sealed interface PaymentInput {

    /// The bus reports a payment.
    ///
    /// @param at when the function received the report
    record Received(String bookingId, PaymentReceived payment, Instant at)
            implements PaymentInput, DatedInput {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    /// An event of the booking.
    record Happened(String bookingId, BookingEvent event) implements PaymentInput {}

    /// The booking rejected a payment.
    record Rejected(ReceivePayment command, BookingRejection reason) implements PaymentInput {}

    /// An operator skipped an event of the booking, or a timer. The known status of the booking may
    /// be wrong.
    record EventSkipped() implements PaymentInput {}

    /// An operator skipped a command to the booking.
    record CommandSkipped(ReceivePayment command) implements PaymentInput {}

    /// The timer of a payment that waits for an unknown booking is due.
    record WaitedLongEnough(String paymentId) implements PaymentInput {}
}
