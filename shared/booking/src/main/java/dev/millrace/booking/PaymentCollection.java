package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.Payments.Standing.APPLIED;
import static dev.millrace.booking.Payments.Standing.BROUGHT;
import static dev.millrace.booking.Payments.Standing.KEPT;
import static dev.millrace.booking.Payments.Standing.REFUNDED;
import static dev.millrace.eventsourcing.Alphabet.letter;

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
import dev.millrace.booking.PaymentInput.Refused;
import dev.millrace.booking.PaymentInput.WaitedLongEnough;
import dev.millrace.booking.PublicEvent.RefundRequested;
import dev.millrace.eventsourcing.Alphabet;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.Effect.Forget;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.process.StatefulProcess;
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
    private final Duration unknownBookingWait;

    /// @param unknownBookingWait how long a payment waits for a booking that nobody knows
    public PaymentCollection(Duration unknownBookingWait) {
        this.unknownBookingWait = unknownBookingWait;
    }

    @Override
    public String name() {
        return "payment";
    }

    @Override
    public Payments initial() {
        return Payments.NONE;
    }

    @Override
    public Interest interested(PaymentInput input) {
        return input instanceof Received ? Interest.START : Interest.CONTINUE;
    }

    @Override
    public List<Effect> react(Payments before, PaymentInput input) {
        return switch (input) {
            case Received(_, var payment, _) when before.knows(payment.paymentId()) -> List.of();
            case Received(var booking, var payment, _) when before.isFull() ->
                    List.of(refund(booking, payment, "TOO_MANY_PAYMENTS"));
            case Received received -> receive(before, received);
            case Happened(_, var event) -> react(before, event);
            case Refused(var command, var reason) -> refused(before, command, reason);
            case WaitedLongEnough(var payment) -> giveUp(before, payment);
            case EventSkipped(var at) -> ask(before, at);
            case CommandSkipped(var command) -> dropped(before, command);
        };
    }

    /// The booking may have applied the payment before its command was dropped. Once the booking is
    /// over this is known: the commit that applies a payment also settles the booking, and no
    /// commit follows it.
    private static List<Effect> dropped(Payments before, ReceivePayment command) {
        var payment = before.find(command.paymentId(), BROUGHT);
        return payment == null || !before.isOver()
                ? List.of()
                : List.of(refund(before.bookingId(), payment, "ALREADY_" + before.status()));
    }

    /// Sends every open payment to the booking: it accepts the payment, refuses it for good, or
    /// refuses it until it is confirmed. Where no booking is known the payment waits once more.
    private List<Effect> ask(Payments before, Instant skippedAt) {
        return before.status() == null
                ? before.kept().stream()
                        .map(payment -> wait(before.bookingId(), payment, skippedAt))
                        .toList()
                : before.open().stream()
                        .map(payment -> bring(before.bookingId(), payment))
                        .toList();
    }

    private Effect wait(String booking, PaymentReceived payment, Instant from) {
        return new WakeAt(
                payment.paymentId(),
                from.plus(unknownBookingWait),
                new EntityRef(BOOKING.name(), booking));
    }

    private List<Effect> receive(Payments before, Received received) {
        var booking = received.bookingId();
        return switch (before.status()) {
            case null -> List.of(wait(booking, received.payment(), received.at()));
            case AWAITING_CONFIRMATION -> List.of();
            case CONFIRMED -> List.of(bring(booking, received.payment()));
            case DENIED, CANCELLED, EXPIRED, SETTLED ->
                    List.of(refund(booking, received.payment(), "ALREADY_" + before.status()));
        };
    }

    private static List<Effect> react(Payments before, BookingEvent event) {
        return switch (event) {
            case BookingPlaced _ ->
                    before.kept().stream()
                            .<Effect>map(payment -> new Forget(payment.paymentId()))
                            .toList();
            case BookingConfirmed _ ->
                    before.kept().stream()
                            .map(payment -> bring(before.bookingId(), payment))
                            .toList();
            case BookingDenied _ -> refundKept(before, "ALREADY_DENIED");
            case BookingCancelled _ -> refundKept(before, "ALREADY_CANCELLED");
            case BookingExpired _ -> refundKept(before, "ALREADY_EXPIRED");
            case BookingPaid paid -> refundDifference(before, paid);
            case BookingSettled _ -> refundKept(before, "ALREADY_SETTLED");
        };
    }

    /// The booking's journal is read before the timer fires, and `BookingPlaced` forgets the timer.
    /// It fires for a known booking only if that event was skipped; then the booking's end settles
    /// the payment.
    private static List<Effect> giveUp(Payments before, String paymentId) {
        var payment = before.find(paymentId, KEPT);
        return payment == null || before.status() != null
                ? List.of()
                : List.of(refund(before.bookingId(), payment, "UNKNOWN_BOOKING"));
    }

    private static List<Effect> refused(
            Payments before, ReceivePayment command, BookingRejection reason) {
        var payment = before.find(command.paymentId(), BROUGHT);
        if (payment == null || isPassing(reason)) return List.of();
        return List.of(refund(before.bookingId(), payment, reason.name()));
    }

    /// A refusal that says nothing for good.
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
                    throw new IllegalStateException("no payment is refused for " + reason);
        };
    }

    @Override
    public Payments evolve(Payments before, PaymentInput input) {
        return switch (input) {
            case Received(_, var payment, _)
                    when before.knows(payment.paymentId()) || before.isFull() ->
                    before;
            case Received(var booking, var payment, _) ->
                    before.of(booking).with(payment, standing(before.status()));
            case Happened(var booking, var event) -> evolve(before.of(booking), event);
            case Refused(var command, var reason) ->
                    before.change(
                            command.paymentId(), BROUGHT, isPassing(reason) ? KEPT : REFUNDED);
            case WaitedLongEnough(var payment) ->
                    before.status() == null ? before.change(payment, KEPT, REFUNDED) : before;
            case EventSkipped _ -> asked(before);
            case CommandSkipped(var command) ->
                    before.change(command.paymentId(), BROUGHT, before.isOver() ? REFUNDED : KEPT);
        };
    }

    /// From here on each payment is brought to the booking, as if it were confirmed.
    private static Payments asked(Payments before) {
        if (before.status() == null) return before;
        var asked = before.with(before.open(), BROUGHT);
        return before.isOver() ? asked : asked.when(BookingStatus.CONFIRMED);
    }

    private static Payments.Standing standing(@Nullable BookingStatus status) {
        return switch (status) {
            case null -> KEPT;
            case AWAITING_CONFIRMATION -> KEPT;
            case CONFIRMED -> BROUGHT;
            case DENIED, CANCELLED, EXPIRED, SETTLED -> REFUNDED;
        };
    }

    private static Payments evolve(Payments before, BookingEvent event) {
        return switch (event) {
            case BookingPlaced _ -> before.when(BookingStatus.AWAITING_CONFIRMATION);
            case BookingConfirmed _ -> before.withKept(BROUGHT).when(BookingStatus.CONFIRMED);
            case BookingDenied _ -> before.withKept(REFUNDED).when(BookingStatus.DENIED);
            case BookingCancelled _ -> before.withKept(REFUNDED).when(BookingStatus.CANCELLED);
            case BookingExpired _ -> before.withKept(REFUNDED).when(BookingStatus.EXPIRED);
            case BookingPaid(var id, var payer, var money, _) ->
                    before.with(new PaymentReceived(payer, id, before.bookingId(), money), APPLIED);
            case BookingSettled _ -> before.withKept(REFUNDED).when(BookingStatus.SETTLED);
        };
    }

    @Override
    public PaymentInput due(String timer) {
        return new WaitedLongEnough(timer);
    }

    @Override
    public PaymentInput refused(Send<?> send, Object reason) {
        return new Refused((ReceivePayment) send.command(), (BookingRejection) reason);
    }

    @Override
    public PaymentInput skipped(@Nullable Send<?> command, Instant at) {
        return command == null
                ? new EventSkipped(at)
                : new CommandSkipped((ReceivePayment) command.command());
    }

    /// Only a confirmed booking receives payments, so NOT_FOUND and NOT_CONFIRMED are unexpected.
    /// After a skip the process asks a booking in any status, and such a refusal is reported, too.
    @Override
    public boolean expects(Send<?> send, Object reason) {
        return !isPassing((BookingRejection) reason);
    }

    private static Effect bring(String booking, PaymentReceived payment) {
        return new Send<>(
                BOOKING,
                booking,
                new ReceivePayment(payment.paymentId(), payment.clientId(), payment.money()));
    }

    private static List<Effect> refundKept(Payments before, String reason) {
        return before.kept().stream()
                .map(payment -> refund(before.bookingId(), payment, reason))
                .toList();
    }

    private static Effect refund(String booking, PaymentReceived payment, String reason) {
        var id = Ids.of("refund", booking, payment.paymentId(), "whole");
        return new Publish(
                new RefundRequested(
                        id,
                        1,
                        payment.paymentId(),
                        booking,
                        payment.clientId(),
                        null,
                        null,
                        reason));
    }

    private static List<Effect> refundDifference(Payments before, BookingPaid paid) {
        var difference = paid.overpaid();
        if (difference == null) return List.of();
        var id = Ids.of("refund", before.bookingId(), paid.paymentId(), "difference");
        return List.of(
                new Publish(
                        new RefundRequested(
                                id,
                                1,
                                paid.paymentId(),
                                before.bookingId(),
                                paid.payer(),
                                difference.amount(),
                                difference.currency(),
                                "OVERPAID")));
    }

    @Override
    public Alphabet<Payments> states() {
        return Alphabet.of(Payments.class, letter("Payments", Payments.class));
    }

    @Override
    public Alphabet<PaymentInput> inputs() {
        return Alphabet.of(
                PaymentInput.class,
                letter("Received", Received.class),
                letter("Happened", Happened.class),
                letter("Refused", Refused.class),
                letter("EventSkipped", EventSkipped.class),
                letter("CommandSkipped", CommandSkipped.class),
                letter("WaitedLongEnough", WaitedLongEnough.class));
    }

    @Override
    public Alphabet<? extends Message> messages() {
        return PublicEvents.NAMES;
    }
}
