package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.Payments.PaymentStatus.APPLIED;
import static dev.millrace.booking.Payments.PaymentStatus.BROUGHT;
import static dev.millrace.booking.Payments.PaymentStatus.KEPT;
import static dev.millrace.booking.Payments.PaymentStatus.REFUNDED;
import static dev.millrace.eventsourcing.TypeNames.named;
import static dev.millrace.eventsourcing.process.Transition.to;

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
import dev.millrace.booking.Payments.PaymentStatus;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Forget;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAt;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Process that sends each payment to its booking, keeps payments that arrive early, and refunds
/// payments that the booking cannot use.
///
/// There is one instance per booking. It never finishes, because a payment may arrive at any time.
/// A payment ends as applied or as refunded, never both. The rejections NOT_FOUND and NOT_CONFIRMED
/// cause no refund, because the booking may answer differently a moment later.
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

    /// The events of the booking, as inputs.
    public static final Source<BookingEvent, PaymentInput> BOOKINGS =
            Source.home(BOOKING, (commit, event) -> new Happened(commit.entityId(), event));

    private final Duration unknownBookingWait;

    /// @param unknownBookingWait how long a payment waits for its booking to be placed
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
                    to(payments);
            case Received(var booking, var payment, _) when payments.isFull() ->
                    to(payments, Refund.whole(booking, payment, "TOO_MANY_PAYMENTS"));
            case Received(var booking, var payment, _) ->
                    receive(payments.of(booking), payment, time.happenedAt());
            case Happened(var booking, var event) -> follow(payments.of(booking), event);
            case Rejected(var command, var reason) when isPassing(reason) ->
                    to(payments.change(command.paymentId(), BROUGHT, KEPT));
            case Rejected(var command, var reason) ->
                    refundIf(payments, command.paymentId(), BROUGHT, reason.name());
            case WaitedLongEnough(var payment) when payments.status() == null ->
                    refundIf(payments, payment, KEPT, "UNKNOWN_BOOKING");
            // The booking's journal is read before the timer fires, and BookingPlaced removes the
            // timer. So it fires for a known booking only if that event was skipped. Then a later
            // event of the booking decides about the payment.
            case WaitedLongEnough _ -> to(payments);
            case EventSkipped() -> ask(payments, time.happenedAt());
            // The booking may have applied the payment before its command was skipped. Once the
            // booking is over this is known: the commit that applies a payment also settles the
            // booking, and no commit follows it.
            case CommandSkipped(var command) when payments.isOver() ->
                    refundIf(payments, command.paymentId(), BROUGHT, already(payments));
            case CommandSkipped(var command) ->
                    to(payments.change(command.paymentId(), BROUGHT, KEPT));
        };
    }

    private Transition<Payments> receive(Payments payments, PaymentReceived payment, Instant at) {
        return switch (payments.status()) {
            case null -> to(payments.with(payment, KEPT), wait(payment, at));
            case AWAITING_CONFIRMATION -> to(payments.with(payment, KEPT));
            case CONFIRMED -> to(payments.with(payment, BROUGHT), bring(payments, payment));
            case DENIED, CANCELLED, EXPIRED, SETTLED ->
                    to(payments.with(payment, REFUNDED), refund(payments, payment));
        };
    }

    private static Transition<Payments> follow(Payments payments, BookingEvent event) {
        return switch (event) {
            case BookingPlaced _ ->
                    to(
                            payments.when(BookingStatus.AWAITING_CONFIRMATION),
                            each(payments.kept(), payment -> new Forget(payment.paymentId())));
            case BookingConfirmed _ ->
                    to(
                            payments.withKept(BROUGHT).when(BookingStatus.CONFIRMED),
                            each(payments.kept(), payment -> bring(payments, payment)));
            case BookingDenied _ -> end(payments.when(BookingStatus.DENIED));
            case BookingCancelled _ -> end(payments.when(BookingStatus.CANCELLED));
            case BookingExpired _ -> end(payments.when(BookingStatus.EXPIRED));
            case BookingSettled _ -> end(payments.when(BookingStatus.SETTLED));
            case BookingPaid(var id, var payer, var money, var overpaid) -> {
                var booking = payments.bookingId();
                var payment = new PaymentReceived(payer, id, booking, money);
                var paid = payments.with(payment, APPLIED);
                yield overpaid == null
                        ? to(paid)
                        : to(paid, Refund.difference(booking, id, payer, overpaid));
            }
        };
    }

    /// The booking accepts no payment any more. Every kept payment is refunded.
    private static Transition<Payments> end(Payments over) {
        return to(over.withKept(REFUNDED), each(over.kept(), payment -> refund(over, payment)));
    }

    /// An event of the booking was skipped. Sends every open payment to the booking, as if the
    /// booking were confirmed. The booking accepts the payment, rejects it for good, or rejects it
    /// until it is confirmed. If the booking is unknown, each kept payment waits once more.
    private Transition<Payments> ask(Payments payments, Instant skippedAt) {
        if (payments.status() == null) {
            return to(payments, each(payments.kept(), payment -> wait(payment, skippedAt)));
        }
        var asked = payments.with(payments.open(), BROUGHT);
        return to(
                payments.isOver() ? asked : asked.when(BookingStatus.CONFIRMED),
                each(payments.open(), payment -> bring(payments, payment)));
    }

    private static Transition<Payments> refundIf(
            Payments payments, String paymentId, PaymentStatus from, String reason) {
        var payment = payments.find(paymentId, from);
        return payment == null
                ? to(payments)
                : to(
                        payments.with(payment, REFUNDED),
                        Refund.whole(payments.bookingId(), payment, reason));
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

    /// Keeps the payments' ids, so that a redelivered payment is recognized.
    @Override
    public Payments erased(Payments payments) {
        return payments.erased();
    }

    /// A payment that was sent and not rejected is in the booking's journal.
    @Override
    public boolean expectsCommit(Payments payments) {
        return !payments.brought().isEmpty();
    }

    /// Refunded payments stay refunded. Every other payment waits for the booking's events again.
    @Override
    public Transition<Payments> rewound(Payments payments, Instant at) {
        var waiting = payments.with(payments.notRefunded(), KEPT).when(null);
        return to(waiting, each(waiting.kept(), payment -> wait(payment, at)));
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

    /// The process sends payments to a confirmed booking, so NOT_FOUND and NOT_CONFIRMED are
    /// unexpected. After a skip it sends them to a booking in any status, and such a rejection is
    /// reported, too.
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

    private static Effect bring(Payments payments, PaymentReceived payment) {
        return new Send<>(
                BOOKING,
                payments.bookingId(),
                new ReceivePayment(payment.paymentId(), payment.clientId(), payment.money()));
    }

    private static Effect refund(Payments over, PaymentReceived payment) {
        return Refund.whole(over.bookingId(), payment, already(over));
    }

    private static List<Effect> each(
            List<PaymentReceived> payments, Function<PaymentReceived, Effect> effect) {
        return payments.stream().map(effect).toList();
    }
}
