package dev.millrace.booking;

import static dev.millrace.booking.Payments.PaymentStatus.BROUGHT;
import static dev.millrace.booking.Payments.PaymentStatus.KEPT;
import static dev.millrace.booking.Payments.PaymentStatus.REFUNDED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// State of a [PaymentCollection] instance: the payments for one booking, and the booking's status
/// after the last event that the instance handled.
///
/// @param status null while the booking is unknown
/// @param byId the payments by the payment provider's ids, in order of arrival
/// @param refunded the ids of older payments that were refunded, in order of arrival; null if there
///   are none
public record Payments(
        String bookingId,
        @Nullable BookingStatus status,
        Map<String, Payment> byId,
        @Nullable List<String> refunded) {
    /// The most payments that an instance remembers. Of further ones not even the id is kept.
    static final int MOST = 100;

    /// The most payments that are not refunded. Each write of the instance writes all of them.
    static final int MOST_KEPT = 16;

    /// The most refunded payments that are kept whole. Of older ones only the id is kept. Each
    /// write of the instance writes all of them.
    static final int MOST_REFUNDED = 5;

    static final Payments NONE = new Payments("", null, Map.of(), null);

    public Payments {
        var latest = new LinkedHashMap<>(byId);
        var older = new ArrayList<>(refunded == null ? List.of() : refunded);
        var refundedIds = latest.keySet().stream().filter(id -> isRefunded(latest, id)).toList();
        for (var id : refundedIds.subList(0, Math.max(0, refundedIds.size() - MOST_REFUNDED))) {
            latest.remove(id);
            older.add(id);
        }
        byId = Collections.unmodifiableMap(latest);
        refunded = older.isEmpty() ? null : List.copyOf(older);
    }

    private static boolean isRefunded(Map<String, Payment> byId, String paymentId) {
        var payment = byId.get(paymentId);
        return payment != null && payment.standing() == REFUNDED;
    }

    /// A payment and its status.
    public record Payment(PaymentReceived received, PaymentStatus standing) {}

    /// What was done with a payment.
    public enum PaymentStatus {
        /// The payment waits for the booking to be confirmed or to end.
        KEPT,
        /// The payment was sent to the booking, which has not answered yet.
        BROUGHT,
        /// The booking accepted the payment.
        APPLIED,
        /// A refund of the whole payment was requested.
        REFUNDED
    }

    /// Whether a further payment is refunded at once. Its id is not kept, so each delivery of the
    /// payment requests the refund again.
    boolean isFull() {
        var kept = byId.keySet().stream().filter(id -> !isRefunded(byId, id)).count();
        return kept >= MOST_KEPT || statuses().size() >= MOST;
    }

    /// Whether the booking accepts no payment any more.
    boolean isOver() {
        return switch (status) {
            case null -> false;
            case AWAITING_CONFIRMATION, CONFIRMED -> false;
            case DENIED, CANCELLED, EXPIRED, SETTLED -> true;
        };
    }

    boolean knows(String paymentId) {
        return statuses().containsKey(paymentId);
    }

    /// The status of each payment, by its id.
    Map<String, PaymentStatus> statuses() {
        var statuses = new LinkedHashMap<String, PaymentStatus>();
        if (refunded != null) refunded.forEach(id -> statuses.put(id, REFUNDED));
        byId.forEach((id, payment) -> statuses.put(id, payment.standing()));
        return statuses;
    }

    List<PaymentReceived> kept() {
        return in(EnumSet.of(KEPT));
    }

    /// The payments that are neither applied nor refunded yet.
    List<PaymentReceived> open() {
        return in(EnumSet.of(KEPT, BROUGHT));
    }

    List<PaymentReceived> brought() {
        return in(EnumSet.of(BROUGHT));
    }

    List<PaymentReceived> notRefunded() {
        return in(EnumSet.complementOf(EnumSet.of(REFUNDED)));
    }

    private List<PaymentReceived> in(Set<PaymentStatus> standings) {
        return byId.values().stream()
                .filter(payment -> standings.contains(payment.standing()))
                .map(Payment::received)
                .toList();
    }

    /// The payment, if it has this status; otherwise null.
    @Nullable PaymentReceived find(String paymentId, PaymentStatus standing) {
        var payment = byId.get(paymentId);
        return payment == null || payment.standing() != standing ? null : payment.received();
    }

    Payments of(String bookingId) {
        return new Payments(bookingId, status, byId, refunded);
    }

    Payments when(@Nullable BookingStatus status) {
        return new Payments(bookingId, status, byId, refunded);
    }

    Payments with(PaymentReceived payment, PaymentStatus standing) {
        var next = new LinkedHashMap<>(byId);
        next.put(payment.paymentId(), new Payment(payment, standing));
        return new Payments(bookingId, status, next, refunded);
    }

    /// Gives this status to every kept payment.
    Payments withKept(PaymentStatus standing) {
        return with(kept(), standing);
    }

    Payments with(List<PaymentReceived> payments, PaymentStatus standing) {
        var next = this;
        for (var payment : payments) next = next.with(payment, standing);
        return next;
    }

    /// A copy without payers and amounts: only ids and statuses. If the instance skipped the
    /// booking's end, the booking becomes unknown, so that a later payment is refunded.
    Payments erased() {
        var next = isOver() ? this : when(null);
        for (var payment : byId.values()) {
            var id = payment.received().paymentId();
            var nameless = new PaymentReceived("erased", id, bookingId, null);
            next = next.with(nameless, payment.standing());
        }
        return next;
    }

    /// Changes the status of a payment, unless it has another status than `from`.
    Payments change(String paymentId, PaymentStatus from, PaymentStatus to) {
        var payment = find(paymentId, from);
        return payment == null ? this : with(payment, to);
    }
}
