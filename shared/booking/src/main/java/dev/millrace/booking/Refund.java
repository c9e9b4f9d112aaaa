package dev.millrace.booking;

import dev.millrace.booking.PublicEvent.RefundRequested;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Ids;
import org.jspecify.annotations.Nullable;

/// Money that goes back. A payment that is refunded again, for whatever reason, is refunded under
/// the same id.
final class Refund {
    private Refund() {}

    /// All of a payment that its booking cannot use.
    static Effect whole(String booking, PaymentReceived payment, String reason) {
        var id = wholeId(booking, payment.paymentId());
        return request(id, booking, payment.paymentId(), payment.clientId(), null, reason);
    }

    /// What a payment was too much.
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
