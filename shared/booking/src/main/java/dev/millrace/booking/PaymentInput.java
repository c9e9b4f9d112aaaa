package dev.millrace.booking;

import dev.millrace.booking.BookingCommand.ReceivePayment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What the payment process of a booking hears.
public sealed interface PaymentInput {

    /// Somebody paid, says the bus.
    ///
    /// @param at when we were told
    record Received(String bookingId, PaymentReceived payment, Instant at)
            implements PaymentInput {}

    /// Something happened to the booking.
    record Happened(String bookingId, BookingEvent event) implements PaymentInput {}

    /// The booking refused a payment.
    record Refused(ReceivePayment command, BookingRejection reason) implements PaymentInput {}

    /// An operator dropped something of this process.
    ///
    /// @param command that was dropped; absent where it was an event or a timer: where the booking
    ///   stands is doubtful then
    record Skipped(@Nullable ReceivePayment command, Instant at) implements PaymentInput {}

    /// A payment waited for a booking that nobody knows, and it had its time to appear.
    record WaitedLongEnough(String paymentId) implements PaymentInput {}
}
