package dev.millrace.booking;

import org.jspecify.annotations.Nullable;

/// A payment, as the payment provider reports it on the bus.
///
/// @param bookingId absent where it was not for a booking
/// @param money absent where the provider does not tell
public record PaymentReceived(
        String clientId, String paymentId, @Nullable String bookingId, @Nullable Money money) {}
