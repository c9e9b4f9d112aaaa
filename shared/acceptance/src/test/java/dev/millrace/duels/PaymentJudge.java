package dev.millrace.duels;

import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingStatus;
import dev.millrace.duels.Deeds.Skip;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Ids;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checks that each payment ends once: applied or refunded.
final class PaymentJudge {
    private final World world;
    private final Deeds deeds;

    PaymentJudge(World world, Deeds deeds) {
        this.world = world;
        this.deeds = deeds;
    }

    /// What is wrong with the payments.
    ///
    /// @param status null if the booking was not placed
    /// @param isLast whether all deadlines have passed, too
    List<String> violations(
            List<Commit<BookingEvent>> commits, @Nullable BookingStatus status, boolean isLast) {
        var found = new ArrayList<String>();
        for (var payment : deeds.paid().keySet()) {
            var applied =
                    commits.stream()
                            .flatMap(commit -> commit.events().stream())
                            .filter(event ->
                                    event instanceof BookingPaid paid
                                            && paid.paymentId().equals(payment))
                            .toList();
            var whole = refunds(payment, "");
            if (applied.size() > 1) found.add("payment: applied twice");
            if (whole.size() > 1) found.add("payment: refunded under two ids");
            if (!applied.isEmpty() && !whole.isEmpty()) {
                found.add("payment: applied and refunded");
            }
            if (applied.isEmpty() && whole.isEmpty() && mustHaveEnded(payment, status, isLast)) {
                found.add("payment: neither applied nor refunded");
            }
            if (refundedAsUnknown(payment) && wasKnown(payment)) {
                found.add("payment: refunded although its booking was placed in time");
            }
            var overpaid =
                    applied.stream()
                            .map(event -> ((BookingPaid) event).overpaid())
                            .anyMatch(difference -> difference != null);
            var differences = refunds(payment, "OVERPAID");
            if (differences.size() > (overpaid ? 1 : 0)) {
                found.add("payment: a difference refunded too often");
            }
            if (overpaid && differences.isEmpty() && nobodySkippedTheDifference(payment)) {
                found.add("payment: the difference was not refunded");
            }
        }
        return found;
    }

    /// If an operator skipped something else than the payment or its refund, the payment still
    /// ends, at the latest with its booking.
    private boolean mustHaveEnded(String payment, @Nullable BookingStatus status, boolean isLast) {
        if (!deeds.nobodySkipped()) return false;
        if (!isLast && !deeds.nobodySkipped("payment")) return false;
        if (status == BookingStatus.AWAITING_CONFIRMATION && !deeds.nobodySkipped("reservation")) {
            return false;
        }
        var refund = Ids.of("refund", World.BOOKING, payment, "whole");
        return skipsOfPayments()
                .noneMatch(
                        what -> what.equals(refund) || what.equals("PaymentReceived/" + payment));
    }

    private boolean nobodySkippedTheDifference(String payment) {
        var refund = Ids.of("refund", World.BOOKING, payment, "difference");
        return deeds.nobodySkipped()
                && skipsOfPayments()
                        .noneMatch(what -> what.equals(refund) || what.startsWith("Booking#"));
    }

    private Stream<String> skipsOfPayments() {
        return deeds.skipped().stream()
                .filter(one -> one.process().equals("payment"))
                .map(Skip::what);
    }

    private boolean refundedAsUnknown(String payment) {
        return world.bus
                .all("RefundRequested")
                .anyMatch(refund ->
                        refund.text("paymentId").equals(payment)
                                && refund.text("reason").equals("UNKNOWN_BOOKING"));
    }

    /// Whether the booking was placed before the wait of its payment can have ended. Two clocks are
    /// involved: one when the wait begins, one when it ends.
    private boolean wasKnown(String payment) {
        var placed = world.placedAt();
        var waited =
                deeds.firstTold(payment)
                        .plus(World.UNKNOWN_WAIT)
                        .minus(World.MOST_SKEW.multipliedBy(2));
        return placed != null && placed.isBefore(waited) && deeds.nobodySkipped("payment");
    }

    /// The ids of a payment's refunds: of the whole payment, or of the difference.
    private Set<String> refunds(String payment, String kind) {
        var ids = new HashSet<String>();
        world.bus
                .all("RefundRequested")
                .filter(refund -> refund.text("paymentId").equals(payment))
                .filter(refund ->
                        refund.text("reason").equals("OVERPAID") == kind.equals("OVERPAID"))
                .forEach(refund -> ids.add(refund.text("id")));
        return ids;
    }
}
