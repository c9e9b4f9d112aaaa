package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.Lanes.Lane;
import dev.millrace.cli.Lanes.Look;
import dev.millrace.cli.Lanes.Mark;
import dev.millrace.cli.Lanes.When;
import java.util.List;
import java.util.Optional;

/// What is known to have happened, but not when: the payments that made no commit, what they gave
/// back, and what became of the seats. Payments that stand alike share a column, however many.
record UndatedLanes(JsonNode trace, Sketch sketch) {
    private static final Lane PAYMENT = Lane.of("payment");
    private static final Lane RESERVATION = Lane.of("reservation");
    private static final List<String> REFUND = List.of("RefundRequested");

    void draw() {
        seats();
        trace.path("commits").forEach(this::giveBackDifference);
        payments("KEPT", "keeps for later");
        payments("BROUGHT", "brought");
        payments("REFUNDED", "gives back");
        waiting();
    }

    private void giveBackDifference(JsonNode commit) {
        var isTold =
                commit.path("tells")
                        .valueStream()
                        .anyMatch(one -> one.path("process").asText().equals("payment"));
        if (!isTold
                || Payment.standing("APPLIED", trace).stream()
                        .anyMatch(one -> one.isRefundOwed(trace))) return;
        sketch.column(When.UNDATED, null);
        var name = "%s/%d".formatted(trace.path("booking").asText(), commit.path("seq").asLong());
        var payment = sketch.done(PAYMENT, List.of("gives back"), "what was too much");
        sketch.named(name).ifPresent(paid -> sketch.arrow(paid, payment));
        sketch.arrow(payment, sketch.done(Lane.BUS, REFUND, ""));
    }

    private void payments(String standing, String inWords) {
        var payments = Payment.standing(standing, trace);
        if (payments.isEmpty()) return;
        sketch.column(When.UNDATED, null);
        var received = several(Lane.OUTSIDE, List.of("PaymentReceived"), ids(payments));
        var payment = several(PAYMENT, List.of(inWords), ids(payments));
        sketch.arrow(received, payment);
        payments.forEach(one -> sketch.name(one.message(), payment));
        var told = payments.stream().filter(one -> !one.isRefundOwed(trace)).toList();
        if (standing.equals("REFUNDED") && !told.isEmpty()) {
            sketch.arrow(payment, several(Lane.BUS, REFUND, ids(told)));
        }
    }

    private void waiting() {
        var waiting =
                Payment.waiting(trace).stream().filter(id -> sketch.named(id).isEmpty()).toList();
        if (waiting.isEmpty()) return;
        sketch.column(When.UNDATED, null);
        var ids = waiting.stream().map(id -> id.substring(id.indexOf('/') + 1)).toList();
        var received = several(Lane.OUTSIDE, List.of("PaymentReceived"), ids);
        var payment = several(PAYMENT, List.of("not taken yet"), ids, Look.PENDING);
        sketch.arrow(received, payment);
    }

    private void seats() {
        var seats = trace.path("seats");
        switch (seats.path("answer").asText()) {
            case "RELEASED" -> {
                var over = happened("BookingCancelled").or(() -> happened("BookingExpired"));
                seats("frees the seats", "released", "", over);
            }
            case "HELD" -> asked("held", "");
            case "REFUSED" -> asked("refused", seats.path("reason").asText());
            default -> {} // not asked for
        }
    }

    /// Where a commit tells of the answer, it stands there.
    private void asked(String answer, String reason) {
        if (sketch.last(Lane.SEATS).isPresent()) return;
        seats("asks for seats", answer, reason, happened("BookingPlaced"));
    }

    private Optional<Mark> happened(String event) {
        return sketch.first(Lane.BOOKING, event);
    }

    private void seats(String asked, String answer, String reason, Optional<Mark> cause) {
        sketch.column(When.UNDATED, null);
        var reservation = sketch.done(RESERVATION, List.of(asked), "");
        cause.ifPresent(from -> sketch.arrow(from, reservation));
        sketch.arrow(reservation, sketch.done(Lane.SEATS, List.of(answer), reason));
    }

    private static List<String> ids(List<Payment> payments) {
        return payments.stream().map(Payment::id).toList();
    }

    private Mark several(Lane lane, List<String> texts, List<String> ids) {
        return several(lane, texts, ids, Look.DONE);
    }

    private Mark several(Lane lane, List<String> texts, List<String> ids, Look look) {
        var all = String.join(", ", ids);
        return ids.size() == 1
                ? sketch.add(lane, texts, all, "", look)
                : sketch.add(lane, texts, ids.size() + " payments", all, look);
    }
}
