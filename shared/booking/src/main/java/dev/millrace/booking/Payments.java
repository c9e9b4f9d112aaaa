package dev.millrace.booking;

import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.eventsourcing.Step;
import java.util.List;

/// Payments from the bus, brought to the bookings they are for. What is not for a booking is
/// somebody else's.
public final class Payments implements Step<PaymentReceived, BookingCommand, BookingRejection> {

    @Override
    public String name() {
        return "payment";
    }

    @Override
    public List<Send<BookingCommand>> on(String bookingId, PaymentReceived payment) {
        return List.of(
                new Send<>(
                        bookingId,
                        new ReceivePayment(
                                payment.paymentId(), payment.clientId(), payment.money())));
    }

    /// A refused payment changes nothing; the outcome of the command, with its reason, is in the
    /// log.
    @Override
    public List<Send<BookingCommand>> refused(Send<BookingCommand> send, BookingRejection reason) {
        return List.of();
    }
}
