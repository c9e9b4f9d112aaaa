package dev.millrace.booking;

import static dev.millrace.booking.Diagnosis.at;
import static java.util.stream.Collectors.joining;

import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.booking.PublicEvent.RefundRequested;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.process.Instance;
import java.util.ArrayList;
import java.util.List;

/// What became of the payments for a booking, and what its processes still owe: the part of a
/// [Diagnosis] that is about money and promises.
public final class PaymentDiagnosis {
    private final Findings found;
    private final List<String> sentences = new ArrayList<>();

    private PaymentDiagnosis(Findings found) {
        this.found = found;
    }

    static List<String> why(Findings found) {
        var diagnosis = new PaymentDiagnosis(found);
        diagnosis.payments();
        diagnosis.missing();
        diagnosis.owed("payment", found.payments());
        diagnosis.owed("reminder", found.reminder());
        diagnosis.reminder();
        return diagnosis.sentences;
    }

    private void payments() {
        var payments = found.payments().state();
        if (payments == null) return;
        payments.byId()
                .forEach((id, payment) ->
                        sentences.add(
                                switch (payment.standing()) {
                                    case KEPT -> kept(id);
                                    case BROUGHT ->
                                            "Payment %s was brought to it, and has no answer yet."
                                                    .formatted(id);
                                    case APPLIED -> "Payment %s paid it.".formatted(id);
                                    case REFUNDED ->
                                            "Payment %s could not be used: all of it goes back."
                                                    .formatted(id);
                                }));
    }

    private String kept(String payment) {
        var timer = found.payments().timers().get(payment);
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
                            .formatted(
                                    payment, Diagnosis.fromJournal("payment", found.bookingId()));
        };
    }

    private void missing() {
        var isOver =
                found.state() instanceof Booking.Expired
                        || found.state() instanceof Booking.Cancelled;
        if (!isOver && !(found.state() instanceof Booking.Confirmed)) return;
        var payments = found.payments().state();
        if (!isOver && (payments == null || payments.byId().isEmpty())) {
            sentences.add("No payment for it has been taken.");
        }
        if (found.failedPayments() > 0) {
            sentences.add(
                    "Of all bookings' payments %d could not be taken, maybe one for this. They are tried again by themselves for a day, and then wait for: ./millrace redrive payment"
                            .formatted(found.failedPayments()));
        }
    }

    private void owed(String process, Instance<?, ?> instance) {
        var parked = instance.parked() != null;
        var when = parked ? "after what is parked" : "by itself, within a minute or two";
        if (!instance.owed().isEmpty()) {
            sentences.add(
                    "%s owes what has not left, or not been answered, yet: %s. It is tried again %s."
                            .formatted(
                                    process,
                                    instance.owed().stream()
                                            .map(owed -> inWords(owed.effect()))
                                            .collect(joining(", ")),
                                    when));
        }
        if (!instance.waiting().isEmpty()) {
            sentences.add(
                    "%s could not take these yet: %s. They are tried again %s."
                            .formatted(
                                    process,
                                    instance.waiting().stream()
                                            .map(Instance.Waiting::id)
                                            .collect(joining(", ")),
                                    when));
        }
    }

    private void reminder() {
        if (!(found.state() instanceof Booking.Confirmed)) return;
        found.reminder()
                .timers()
                .values()
                .forEach(timer ->
                        sentences.add(
                                "Its client is reminded at %s, unless it is paid by then."
                                        .formatted(at(timer.at()))));
    }

    /// An effect by its persisted name and the payment it is about, and no more of it: what it says
    /// may be personal.
    public static String inWords(Effect effect) {
        return switch (effect) {
            case Effect.Send<?>(_, _, ReceivePayment command) ->
                    "ReceivePayment of " + command.paymentId();
            case Effect.Send<?>(_, _, BookingCommand command) ->
                    BookingType.COMMANDS.nameOf(command);
            case Effect.Send<?> other -> "a command to " + other.to().name();
            case Effect.Publish(RefundRequested refund) ->
                    "RefundRequested of " + refund.paymentId();
            case Effect.Publish(PublicEvent event) -> PublicEvents.NAMES.nameOf(event);
            case Effect.Publish _ -> "a message";
            case Effect.WakeAt(var timer, var at, _) ->
                    "to wake for %s at %s".formatted(timer, at(at));
            case Effect.Forget(var timer) -> "to forget " + timer;
            case Effect.Finish() -> "to finish";
        };
    }
}
