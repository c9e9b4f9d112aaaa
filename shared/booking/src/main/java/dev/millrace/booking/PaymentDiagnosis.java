package dev.millrace.booking;

import static dev.millrace.eventsourcing.trace.TraceReport.at;
import static dev.millrace.eventsourcing.trace.TraceReport.fromJournal;
import static java.util.stream.Collectors.joining;

import dev.millrace.eventsourcing.trace.Findings;
import dev.millrace.eventsourcing.trace.TraceReport;
import java.util.Map;

/// The part of a [BookingDiagnosis] that explains the booking's payments.
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
            case BROUGHT -> "Payment %s was sent to it, and it has not answered yet.".formatted(id);
            case APPLIED -> "Payment %s paid it.".formatted(id);
            case REFUNDED -> "Payment %s could not be used: it is refunded in full.".formatted(id);
        };
    }

    private String kept(String payment) {
        var timer = found.instance(PaymentCollection.TYPE).timers().get(payment);
        return switch (found.state()) {
            case Booking.None() ->
                    timer == null
                            ? "Payment %s waits for an unknown booking.".formatted(payment)
                            : "Payment %s waits for an unknown booking: it is refunded at %s unless the booking is placed by then."
                                    .formatted(payment, at(timer.at()));
            case Booking.AwaitingConfirmation _ ->
                    "Payment %s came early: it is sent to the booking after the confirmation."
                            .formatted(payment);
            case Booking.Confirmed _,
                    Booking.Denied _,
                    Booking.Cancelled _,
                    Booking.Expired _,
                    Booking.Settled _ ->
                    "Payment %s is still kept: the payment process has not handled the booking's latest events. If it stays so: %s"
                            .formatted(
                                    payment,
                                    report.command(fromJournal("payment", found.entity().id())));
        };
    }

    private void missing(boolean isUnpaid) {
        var isOver =
                found.state() instanceof Booking.Expired
                        || found.state() instanceof Booking.Cancelled;
        if (!isOver && !(found.state() instanceof Booking.Confirmed)) return;
        if (!isOver && isUnpaid) report.say("No payment for it has been handled.");
        if (found.failedInputs() > 0) {
            report.say(
                    "Payments that could not be handled, of all bookings: %s. One may be for this booking. They are retried for a day. After that, retry them with: %s"
                            .formatted(
                                    found.failedInputs(),
                                    report.command("./millrace redrive payment")));
        }
    }
}
