package dev.millrace.booking;

import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.eventsourcing.process.DatedInput;
import java.time.Instant;

/// What the payment process of a booking hears.
public sealed interface PaymentInput {

    /// Somebody paid, says the bus.
    ///
    /// @param at when we were told
    record Received(String bookingId, PaymentReceived payment, Instant at)
            implements PaymentInput, DatedInput {
        @Override
        public Instant happenedAt() {
            return at;
        }
    }

    /// Something happened to the booking.
    record Happened(String bookingId, BookingEvent event) implements PaymentInput {}

    /// The booking rejected a payment.
    record Rejected(ReceivePayment command, BookingRejection reason) implements PaymentInput {}

    /// An operator dropped an event of the booking, or a timer: the booking's status is doubtful.
    record EventSkipped() implements PaymentInput {}

    /// An operator dropped a command to the booking.
    record CommandSkipped(ReceivePayment command) implements PaymentInput {}

    /// A payment waited for a booking that nobody knows, and it had its time to appear.
    record WaitedLongEnough(String paymentId) implements PaymentInput {}
}
