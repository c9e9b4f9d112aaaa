package dev.millrace.booking;

import dev.millrace.eventsourcing.Message;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The messages that the booking's processes publish on the bus. Each type has its own schema.
/// Fields are added, never changed. A change that consumers must notice raises `schema`.
public sealed interface PublicEvent extends Message {

    record Confirmed(
            String id,
            int schema,
            String bookingId,
            long version,
            BigDecimal amount,
            String currency,
            @Nullable Instant expiresAt)
            implements PublicEvent {}

    record Denied(String id, int schema, String bookingId, long version, String reason)
            implements PublicEvent {}

    record Cancelled(String id, int schema, String bookingId, long version, @Nullable String reason)
            implements PublicEvent {}

    record Expired(String id, int schema, String bookingId, long version) implements PublicEvent {}

    record Settled(String id, int schema, String bookingId, long version) implements PublicEvent {}

    /// A confirmed booking is not paid yet, and half of the time to pay is over.
    record PaymentReminder(
            String id, int schema, String bookingId, String clientId, Instant expiresAt)
            implements PublicEvent {}

    /// Asks for the refund of a payment.
    ///
    /// @param amount null for the whole payment
    /// @param currency null if `amount` is
    record RefundRequested(
            String id,
            int schema,
            String paymentId,
            String bookingId,
            String clientId,
            @Nullable BigDecimal amount,
            @Nullable String currency,
            String reason)
            implements PublicEvent {}
}
