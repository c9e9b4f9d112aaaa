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

/// The payments for one booking, and where the booking stood when it was last heard of.
///
/// @param status absent as long as the booking is not known
/// @param byId by the payment provider's ids, in the order they came
/// @param refunded the ids of older payments that were refunded, in the order they came; absent if
///   there are none
public record Payments(
        String bookingId,
        @Nullable BookingStatus status,
        Map<String, Payment> byId,
        @Nullable List<String> refunded) {
    /// More than anybody pays for one booking. Of further ones not even the id is kept.
    static final int MOST = 100;

    /// So many payments may wait for the booking at once. Each write of the instance writes all of
    /// them.
    static final int MOST_KEPT = 16;

    /// Of so many refunded payments everything is kept, of older ones the id alone. Each write of
    /// the instance writes all of them.
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

    /// A payment, and what was done with it.
    public record Payment(PaymentReceived received, PaymentStatus standing) {}

    /// What was done with a payment.
    public enum PaymentStatus {
        /// It waits for the booking to be confirmed, or to end.
        KEPT,
        /// It was brought to the booking, which has not answered yet.
        BROUGHT,
        /// It paid the booking.
        APPLIED,
        /// The whole of it is to go back.
        REFUNDED
    }

    /// No further payment is kept, nor remembered: it goes back at once, however often it comes.
    boolean isFull() {
        var kept = byId.keySet().stream().filter(id -> !isRefunded(byId, id)).count();
        return kept >= MOST_KEPT || statuses().size() >= MOST;
    }

    /// The booking takes no payment any more.
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

    /// What was done with each payment, by its id.
    Map<String, PaymentStatus> statuses() {
        var statuses = new LinkedHashMap<String, PaymentStatus>();
        if (refunded != null) refunded.forEach(id -> statuses.put(id, REFUNDED));
        byId.forEach((id, payment) -> statuses.put(id, payment.standing()));
        return statuses;
    }

    List<PaymentReceived> kept() {
        return in(EnumSet.of(KEPT));
    }

    /// Those that are neither applied nor refunded yet.
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

    /// A payment, if this was done with it last.
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

    /// All that were kept stand like this now.
    Payments withKept(PaymentStatus standing) {
        return with(kept(), standing);
    }

    Payments with(List<PaymentReceived> payments, PaymentStatus standing) {
        var next = this;
        for (var payment : payments) next = next.with(payment, standing);
        return next;
    }

    /// The same without who paid, and what: ids and what was done with them. If the end of the
    /// booking was skipped it is unknown, so that a later payment goes back.
    Payments erased() {
        var next = isOver() ? this : when(null);
        for (var payment : byId.values()) {
            var id = payment.received().paymentId();
            var nameless = new PaymentReceived("erased", id, bookingId, null);
            next = next.with(nameless, payment.standing());
        }
        return next;
    }

    /// Changes what was done with a payment, unless something else was done with it meanwhile.
    Payments change(String paymentId, PaymentStatus from, PaymentStatus to) {
        var payment = find(paymentId, from);
        return payment == null ? this : with(payment, to);
    }
}
