package dev.millrace.booking;

import dev.millrace.booking.PublicEvent.RefundRequested;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Ids;
import org.jspecify.annotations.Nullable;

/// Makes the requests for refunds. If a payment is refunded again, for any reason, the request has
/// the same id.
final class Refund {
    private Refund() {}

    /// Refunds a whole payment, which its booking cannot use.
    static Effect whole(String booking, PaymentReceived payment, String reason) {
        var id = wholeId(booking, payment.paymentId());
        return request(id, booking, payment.paymentId(), payment.clientId(), null, reason);
    }

    /// Refunds the part of a payment above the price.
    static Effect difference(String booking, String paymentId, String clientId, Money money) {
        var id = differenceId(booking, paymentId);
        return request(id, booking, paymentId, clientId, money, "OVERPAID");
    }

    static String wholeId(String booking, String paymentId) {
        return Ids.of("refund", booking, paymentId, "whole");
    }

    static String differenceId(String booking, String paymentId) {
        return Ids.of("refund", booking, paymentId, "difference");
    }

    private static Effect request(
            String id,
            String booking,
            String paymentId,
            String clientId,
            @Nullable Money part,
            String reason) {
        return new Publish(
                new RefundRequested(
                        id,
                        1,
                        paymentId,
                        booking,
                        clientId,
                        part == null ? null : part.amount(),
                        part == null ? null : part.currency(),
                        reason));
    }
}
