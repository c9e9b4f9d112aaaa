package dev.millrace.booking;

import static dev.millrace.eventsourcing.trace.TraceReport.at;
import static dev.millrace.eventsourcing.trace.TraceReport.fromJournal;
import static java.util.stream.Collectors.joining;

import dev.millrace.eventsourcing.trace.Findings;
import dev.millrace.eventsourcing.trace.TraceReport;
import java.util.Map;

/// What became of the payments for a booking: the part of a [BookingDiagnosis] that is about money.
record PaymentDiagnosis(Findings<Booking, BookingEvent> found, TraceReport report) {
    void explain() {
        var state = found.instance(PaymentCollection.TYPE).state();
        var payments = state == null ? Map.<String, Payments.PaymentStatus>of() : state.statuses();
        report.fact(
                "payments",
                payments.isEmpty()
                        ? "none"
                        : payments.entrySet().stream()
                                .map(one -> one.getKey() + " " + one.getValue())
                                .collect(joining(", ")));
        payments.forEach((id, status) -> report.say(inWords(id, status)));
        missing(payments.isEmpty());
        if (!(found.state() instanceof Booking.Confirmed)) return;
        for (var timer : found.instance(Reminder.TYPE).timers().values()) {
            report.say(
                    "Its client is reminded at %s, unless it is paid by then."
                            .formatted(at(timer.at())));
        }
    }

    private String inWords(String id, Payments.PaymentStatus standing) {
        return switch (standing) {
            case KEPT -> kept(id);
            case BROUGHT -> "Payment %s was brought to it, and has no answer yet.".formatted(id);
            case APPLIED -> "Payment %s paid it.".formatted(id);
            case REFUNDED -> "Payment %s could not be used: all of it goes back.".formatted(id);
        };
    }

    private String kept(String payment) {
        var timer = found.instance(PaymentCollection.TYPE).timers().get(payment);
        return switch (found.state()) {
            case Booking.None() ->
                    timer == null
                            ? "Payment %s waits for a booking that nobody knows.".formatted(payment)
                            : "Payment %s waits for a booking that nobody knows: it is refunded at %s unless the booking is placed by then."
                                    .formatted(payment, at(timer.at()));
            case Booking.AwaitingConfirmation _ ->
                    "Payment %s came early: it is brought to the booking once that is confirmed."
                            .formatted(payment);
            case Booking.Confirmed _,
                    Booking.Denied _,
                    Booking.Cancelled _,
                    Booking.Expired _,
                    Booking.Settled _ ->
                    "Payment %s is still kept, as if the booking were not confirmed yet: the payment process has not heard the last of it. If it stays so: %s"
                            .formatted(payment, fromJournal("payment", found.entity().id()));
        };
    }

    private void missing(boolean isUnpaid) {
        var isOver =
                found.state() instanceof Booking.Expired
                        || found.state() instanceof Booking.Cancelled;
        if (!isOver && !(found.state() instanceof Booking.Confirmed)) return;
        if (!isOver && isUnpaid) report.say("No payment for it has been taken.");
        if (found.failedInputs() > 0) {
            report.say(
                    "Of all bookings' payments %s could not be taken, maybe one for this. They are tried again by themselves for a day, and then wait for: ./millrace redrive payment"
                            .formatted(found.failedInputs()));
        }
    }
}
