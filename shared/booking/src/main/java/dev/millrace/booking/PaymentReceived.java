package dev.millrace.booking;

import org.jspecify.annotations.Nullable;

/// A payment, as the payment provider reports it on the bus.
///
/// @param bookingId null if the payment is not for a booking
/// @param money null if the provider reports no amount
public record PaymentReceived(
        String clientId, String paymentId, @Nullable String bookingId, @Nullable Money money) {}
