package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.Payments.PaymentStatus.APPLIED;
import static dev.millrace.booking.Payments.PaymentStatus.BROUGHT;
import static dev.millrace.booking.Payments.PaymentStatus.KEPT;
import static dev.millrace.booking.Payments.PaymentStatus.REFUNDED;
import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.booking.PaymentInput.CommandSkipped;
import dev.millrace.booking.PaymentInput.EventSkipped;
import dev.millrace.booking.PaymentInput.Happened;
import dev.millrace.booking.PaymentInput.Received;
import dev.millrace.booking.PaymentInput.Rejected;
import dev.millrace.booking.PaymentInput.WaitedLongEnough;
import dev.millrace.booking.PublicEvent.RefundRequested;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Forget;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings the payments for a booking to it, keeps those that come early, and gives back those it
/// cannot use.
///
/// One instance a booking, which never finishes: money may always come. A payment ends applied or
/// refunded, never both. No refund rests on NOT_FOUND or NOT_CONFIRMED, which a moment later may be
/// answered otherwise.
public final class PaymentCollection implements StatefulProcess<Payments, PaymentInput> {
    public static final ProcessType<Payments, PaymentInput> TYPE =
            new ProcessType<>(
                    "payment",
                    Payments.NONE,
                    TypeNames.of(Payments.class, named("Payments", Payments.class)),
                    TypeNames.of(
                            PaymentInput.class,
                            named("Received", Received.class),
                            named("Happened", Happened.class),
                            named("Refused", Rejected.class),
                            named("EventSkipped", EventSkipped.class),
                            named("CommandSkipped", CommandSkipped.class),
                            named("WaitedLongEnough", WaitedLongEnough.class)),
                    PublicEvents.NAMES,
                    List.of(BOOKING));

    /// What the process hears of its booking.
    public static final Source<BookingEvent, PaymentInput> BOOKINGS =
            Source.home(BOOKING, (commit, event) -> new Happened(commit.entityId(), event));

    private final Duration unknownBookingWait;

    /// @param unknownBookingWait how long a payment waits for a booking that nobody knows
    public PaymentCollection(Duration unknownBookingWait) {
        this.unknownBookingWait = unknownBookingWait;
    }

    @Override
    public ProcessType<Payments, PaymentInput> type() {
        return TYPE;
    }

    @Override
    public Interest interest(PaymentInput input) {
        return input instanceof Received ? Interest.START : Interest.CONTINUE;
    }

    @Override
    public Transition<Payments> on(Payments payments, PaymentInput input, InputTime time) {
        return switch (input) {
            case Received(_, var payment, _) when payments.knows(payment.paymentId()) ->
                    Transition.to(payments);
            case Received(var booking, var payment, _) when payments.isFull() ->
                    Transition.to(payments, refund(booking, payment, "TOO_MANY_PAYMENTS"));
            case Received(var booking, var payment, _) ->
                    receive(payments.of(booking), payment, time.happenedAt());
            case Happened(var booking, var event) -> follow(payments.of(booking), event);
            case Rejected(var command, var reason) when isPassing(reason) ->
                    Transition.to(payments.change(command.paymentId(), BROUGHT, KEPT));
            case Rejected(var command, var reason) ->
                    refundIf(payments, command.paymentId(), BROUGHT, reason.name());
            case WaitedLongEnough(var payment) when payments.status() == null ->
                    refundIf(payments, payment, KEPT, "UNKNOWN_BOOKING");
            // The booking's journal is read before the timer fires, and BookingPlaced forgets the
            // timer. It fires for a known booking only if that event was skipped; then the
            // booking's end settles the payment.
            case WaitedLongEnough _ -> Transition.to(payments);
            case EventSkipped() -> ask(payments, time.happenedAt());
            // The booking may have applied the payment before its command was dropped. Once the
            // booking is over this is known: the commit that applies a payment also settles the
            // booking, and no commit follows it.
            case CommandSkipped(var command) when payments.isOver() ->
                    refundIf(payments, command.paymentId(), BROUGHT, already(payments));
            case CommandSkipped(var command) ->
                    Transition.to(payments.change(command.paymentId(), BROUGHT, KEPT));
        };
    }

    private Transition<Payments> receive(Payments payments, PaymentReceived payment, Instant at) {
        return switch (payments.status()) {
            case null -> Transition.to(payments.with(payment, KEPT), wait(payment, at));
            case AWAITING_CONFIRMATION -> Transition.to(payments.with(payment, KEPT));
            case CONFIRMED ->
                    Transition.to(payments.with(payment, BROUGHT), bring(payments, payment));
            case DENIED, CANCELLED, EXPIRED, SETTLED ->
                    Transition.to(
                            payments.with(payment, REFUNDED),
                            refund(payments.bookingId(), payment, already(payments)));
        };
    }

    private static Transition<Payments> follow(Payments payments, BookingEvent event) {
        return switch (event) {
            case BookingPlaced _ ->
                    Transition.to(
                            payments.when(BookingStatus.AWAITING_CONFIRMATION),
                            payments.kept().stream()
                                    .map(payment -> new Forget(payment.paymentId()))
                                    .toList());
            case BookingConfirmed _ ->
                    Transition.to(
                            payments.withKept(BROUGHT).when(BookingStatus.CONFIRMED),
                            bring(payments, payments.kept()));
            case BookingDenied _ -> end(payments, BookingStatus.DENIED);
            case BookingCancelled _ -> end(payments, BookingStatus.CANCELLED);
            case BookingExpired _ -> end(payments, BookingStatus.EXPIRED);
            case BookingSettled _ -> end(payments, BookingStatus.SETTLED);
            case BookingPaid(var id, var payer, var money, var overpaid) ->
                    Transition.to(
                            payments.with(
                                    new PaymentReceived(payer, id, payments.bookingId(), money),
                                    APPLIED),
                            overpaid == null
                                    ? List.of()
                                    : List.of(
                                            refundDifference(
                                                    payments.bookingId(), id, payer, overpaid)));
        };
    }

    /// The booking takes no payment any more: each one that is kept goes back.
    private static Transition<Payments> end(Payments payments, BookingStatus status) {
        var over = payments.when(status);
        return Transition.to(
                over.withKept(REFUNDED),
                over.kept().stream()
                        .map(payment -> refund(over.bookingId(), payment, already(over)))
                        .toList());
    }

    /// An event of the booking was skipped. Sends every open payment to the booking, as if it were
    /// confirmed: it accepts the payment, rejects it for good, or rejects it until it is confirmed.
    /// If no booking is known each payment waits once more.
    private Transition<Payments> ask(Payments payments, Instant skippedAt) {
        if (payments.status() == null) {
            return Transition.to(
                    payments,
                    payments.kept().stream().map(payment -> wait(payment, skippedAt)).toList());
        }
        var asked = payments.with(payments.open(), BROUGHT);
        return Transition.to(
                payments.isOver() ? asked : asked.when(BookingStatus.CONFIRMED),
                bring(payments, payments.open()));
    }

    private static Transition<Payments> refundIf(
            Payments payments, String paymentId, Payments.PaymentStatus from, String reason) {
        var payment = payments.find(paymentId, from);
        return payment == null
                ? Transition.to(payments)
                : Transition.to(
                        payments.with(payment, REFUNDED),
                        refund(payments.bookingId(), payment, reason));
    }

    /// A rejection that is not final.
    private static boolean isPassing(BookingRejection reason) {
        return switch (reason) {
            case NOT_FOUND, NOT_CONFIRMED -> true;
            case ALREADY_DENIED,
                    ALREADY_CANCELLED,
                    ALREADY_EXPIRED,
                    ALREADY_SETTLED,
                    UNDERPAID,
                    WRONG_CURRENCY ->
                    false;
            case NO_SEATS,
                    DUPLICATE_SEATS,
                    TOO_MANY_SEATS,
                    ALREADY_EXISTS,
                    ALREADY_CONFIRMED,
                    TOO_EARLY ->
                    throw new IllegalStateException("no payment is rejected for " + reason);
        };
    }

    @Override
    public PaymentInput due(String timer) {
        return new WaitedLongEnough(timer);
    }

    @Override
    public PaymentInput rejected(Rejection<?, ?> rejection) {
        var booking = rejection.by(BOOKING);
        return new Rejected((ReceivePayment) booking.command(), booking.reason());
    }

    @Override
    public PaymentInput skipped(@Nullable Send<?> command) {
        return command == null
                ? new EventSkipped()
                : new CommandSkipped((ReceivePayment) command.command());
    }

    /// Only a confirmed booking receives payments, so NOT_FOUND and NOT_CONFIRMED are unexpected.
    /// After a skip the process asks a booking in any status, and such a rejection is reported,
    /// too.
    @Override
    public boolean expects(Rejection<?, ?> rejection) {
        return !isPassing(rejection.by(BOOKING).reason());
    }

    private static String already(Payments payments) {
        return "ALREADY_" + payments.status();
    }

    private Effect wait(PaymentReceived payment, Instant from) {
        return new WakeAt(payment.paymentId(), from.plus(unknownBookingWait), true);
    }

    private static List<Effect> bring(Payments payments, List<PaymentReceived> all) {
        return all.stream().map(payment -> bring(payments, payment)).toList();
    }

    private static Effect bring(Payments payments, PaymentReceived payment) {
        return new Send<>(
                BOOKING,
                payments.bookingId(),
                new ReceivePayment(payment.paymentId(), payment.clientId(), payment.money()));
    }

    private static Effect refund(String booking, PaymentReceived payment, String reason) {
        return new Publish(
                new RefundRequested(
                        refundId(booking, payment.paymentId()),
                        1,
                        payment.paymentId(),
                        booking,
                        payment.clientId(),
                        null,
                        null,
                        reason));
    }

    static String refundId(String booking, String paymentId) {
        return Ids.of("refund", booking, paymentId, "whole");
    }

    static String differenceId(String booking, String paymentId) {
        return Ids.of("refund", booking, paymentId, "difference");
    }

    private static Effect refundDifference(
            String booking, String paymentId, String payer, Money difference) {
        return new Publish(
                new RefundRequested(
                        differenceId(booking, paymentId),
                        1,
                        paymentId,
                        booking,
                        payer,
                        difference.amount(),
                        difference.currency(),
                        "OVERPAID"));
    }
}
