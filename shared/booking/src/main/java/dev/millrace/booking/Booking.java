package dev.millrace.booking;

import static dev.millrace.booking.BookingRejection.ALREADY_CANCELLED;
import static dev.millrace.booking.BookingRejection.ALREADY_CONFIRMED;
import static dev.millrace.booking.BookingRejection.ALREADY_DENIED;
import static dev.millrace.booking.BookingRejection.ALREADY_EXISTS;
import static dev.millrace.booking.BookingRejection.ALREADY_EXPIRED;
import static dev.millrace.booking.BookingRejection.ALREADY_SETTLED;
import static dev.millrace.booking.BookingRejection.DUPLICATE_SEATS;
import static dev.millrace.booking.BookingRejection.NOT_CONFIRMED;
import static dev.millrace.booking.BookingRejection.NOT_FOUND;
import static dev.millrace.booking.BookingRejection.NO_SEATS;
import static dev.millrace.booking.BookingRejection.TOO_EARLY;
import static dev.millrace.booking.BookingRejection.TOO_MANY_SEATS;
import static dev.millrace.booking.BookingRejection.UNDERPAID;
import static dev.millrace.booking.BookingRejection.WRONG_CURRENCY;
import static dev.millrace.eventsourcing.Decision.accept;
import static dev.millrace.eventsourcing.Decision.reject;

import dev.millrace.booking.BookingCommand.CancelBooking;
import dev.millrace.booking.BookingCommand.ConfirmBooking;
import dev.millrace.booking.BookingCommand.DenyBooking;
import dev.millrace.booking.BookingCommand.ExpireBooking;
import dev.millrace.booking.BookingCommand.PlaceBooking;
import dev.millrace.booking.BookingCommand.ReceivePayment;
import dev.millrace.booking.BookingEvent.BookingCancelled;
import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.booking.BookingEvent.BookingExpired;
import dev.millrace.booking.BookingEvent.BookingPaid;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.booking.BookingEvent.BookingSettled;
import dev.millrace.eventsourcing.Decision;
import java.time.Instant;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/// The decider of a booking: its states, and what each command does in each state.
public sealed interface Booking {
    int MOST_SEATS = 10;

    record None() implements Booking {}

    /// A booking that belongs to a client.
    sealed interface Placed extends Booking {
        String clientId();
    }

    record AwaitingConfirmation(String clientId) implements Placed {}

    record Confirmed(String clientId, Money price, @Nullable Instant expiresAt) implements Placed {}

    record Denied(String clientId) implements Placed {}

    record Cancelled(String clientId) implements Placed {}

    record Expired(String clientId) implements Placed {}

    /// @param paymentId null if the tickets cost nothing
    record Settled(String clientId, @Nullable String paymentId) implements Placed {}

    static Decision<BookingEvent, BookingRejection> decide(
            Booking booking, BookingCommand command) {
        return switch (command) {
            case PlaceBooking place -> place(booking, place);
            case ConfirmBooking confirm -> confirm(booking, confirm);
            case DenyBooking deny -> deny(booking, deny);
            case CancelBooking cancel -> cancel(booking, cancel);
            case ReceivePayment payment -> pay(booking, payment);
            case ExpireBooking(var now) -> expire(booking, now);
        };
    }

    private static Decision<BookingEvent, BookingRejection> place(
            Booking booking, PlaceBooking place) {
        return switch (booking) {
            case None() -> {
                var seats = place.seats();
                if (seats.isEmpty()) yield reject(NO_SEATS);
                if (seats.size() > MOST_SEATS) yield reject(TOO_MANY_SEATS);
                if (new HashSet<>(seats).size() < seats.size()) yield reject(DUPLICATE_SEATS);
                yield accept(new BookingPlaced(place.clientId(), place.concertId(), seats));
            }
            case AwaitingConfirmation _, Confirmed _, Denied _, Cancelled _, Expired _, Settled _ ->
                    reject(ALREADY_EXISTS);
        };
    }

    /// Tickets that cost nothing settle the booking at once.
    private static Decision<BookingEvent, BookingRejection> confirm(
            Booking booking, ConfirmBooking confirm) {
        return switch (booking) {
            case None() -> reject(NOT_FOUND);
            case AwaitingConfirmation _ -> {
                var confirmed = new BookingConfirmed(confirm.tickets(), confirm.expiresAt());
                yield confirm.tickets().total().isFree()
                        ? accept(confirmed, new BookingSettled())
                        : accept(confirmed);
            }
            case Confirmed _, Settled _ -> accept();
            case Denied _ -> reject(ALREADY_DENIED);
            case Cancelled _ -> reject(ALREADY_CANCELLED);
            case Expired _ -> reject(ALREADY_EXPIRED);
        };
    }

    private static Decision<BookingEvent, BookingRejection> deny(
            Booking booking, DenyBooking deny) {
        return switch (booking) {
            case None() -> reject(NOT_FOUND);
            case AwaitingConfirmation _ -> accept(new BookingDenied(deny.reason()));
            case Confirmed _ -> reject(ALREADY_CONFIRMED);
            case Denied _ -> accept();
            case Cancelled _ -> reject(ALREADY_CANCELLED);
            case Expired _ -> reject(ALREADY_EXPIRED);
            case Settled _ -> reject(ALREADY_SETTLED);
        };
    }

    /// A client who does not own the booking gets NOT_FOUND, as if it did not exist.
    private static Decision<BookingEvent, BookingRejection> cancel(
            Booking booking, CancelBooking cancel) {
        if (booking instanceof Placed placed && !placed.clientId().equals(cancel.clientId()))
            return reject(NOT_FOUND);
        return switch (booking) {
            case None() -> reject(NOT_FOUND);
            case AwaitingConfirmation _, Confirmed _ ->
                    accept(new BookingCancelled(cancel.reason()));
            case Denied _, Cancelled _, Expired _ -> accept();
            case Settled _ -> reject(ALREADY_SETTLED);
        };
    }

    private static Decision<BookingEvent, BookingRejection> pay(
            Booking booking, ReceivePayment payment) {
        return switch (booking) {
            case None() -> reject(NOT_FOUND);
            case AwaitingConfirmation _ -> reject(NOT_CONFIRMED);
            case Confirmed(_, var price, _) -> settle(price, payment);
            case Denied _ -> reject(ALREADY_DENIED);
            case Cancelled _ -> reject(ALREADY_CANCELLED);
            case Expired _ -> reject(ALREADY_EXPIRED);
            case Settled(_, var paidBy) ->
                    payment.paymentId().equals(paidBy) ? accept() : reject(ALREADY_SETTLED);
        };
    }

    private static Decision<BookingEvent, BookingRejection> settle(
            Money price, ReceivePayment payment) {
        var money = payment.money();
        if (money == null) return settled(payment, null);
        if (!money.currency().equals(price.currency())) return reject(WRONG_CURRENCY);
        if (money.isLessThan(price)) return reject(UNDERPAID);
        var overpaid = money.minus(price);
        return settled(payment, overpaid.isFree() ? null : overpaid);
    }

    private static Decision<BookingEvent, BookingRejection> settled(
            ReceivePayment payment, @Nullable Money overpaid) {
        var paid = new BookingPaid(payment.paymentId(), payment.payer(), payment.money(), overpaid);
        return accept(paid, new BookingSettled());
    }

    private static Decision<BookingEvent, BookingRejection> expire(Booking booking, Instant now) {
        return switch (booking) {
            case None() -> reject(NOT_FOUND);
            case AwaitingConfirmation _ -> reject(NOT_CONFIRMED);
            case Confirmed(_, _, var deadline) ->
                    deadline != null && now.isAfter(deadline)
                            ? accept(new BookingExpired())
                            : reject(TOO_EARLY);
            case Denied _, Cancelled _, Expired _ -> accept();
            case Settled _ -> reject(ALREADY_SETTLED);
        };
    }

    static Booking evolve(Booking booking, BookingEvent event) {
        return switch (event) {
            case BookingPlaced placed when booking instanceof None ->
                    new AwaitingConfirmation(placed.clientId());
            case BookingConfirmed(var tickets, var expiresAt)
                    when booking instanceof AwaitingConfirmation(var client) ->
                    new Confirmed(client, tickets.total(), expiresAt);
            case BookingDenied _ when booking instanceof AwaitingConfirmation(var client) ->
                    new Denied(client);
            case BookingCancelled _ when booking instanceof AwaitingConfirmation(var client) ->
                    new Cancelled(client);
            case BookingCancelled _ when booking instanceof Confirmed(var client, _, _) ->
                    new Cancelled(client);
            case BookingPaid paid when booking instanceof Confirmed(var client, _, _) ->
                    new Settled(client, paid.paymentId());
            case BookingSettled _ when booking instanceof Settled settled -> settled;
            case BookingSettled _ when booking instanceof Confirmed(var client, _, _) ->
                    new Settled(client, null);
            case BookingExpired _ when booking instanceof Confirmed(var client, _, _) ->
                    new Expired(client);
            case BookingPlaced _,
                    BookingConfirmed _,
                    BookingDenied _,
                    BookingCancelled _,
                    BookingPaid _,
                    BookingSettled _,
                    BookingExpired _ ->
                    throw new IllegalStateException(
                            "%s cannot happen to a booking that is %s"
                                    .formatted(kind(event), kind(booking)));
        };
    }

    /// The name of the type only. The text is logged, and the fields may be personal data.
    private static String kind(Object value) {
        return value.getClass().getSimpleName();
    }

    /// The status that clients see.
    ///
    /// @throws IllegalStateException if this is [None]
    default BookingStatus status() {
        return switch (this) {
            case None() -> throw new IllegalStateException("there is no booking");
            case AwaitingConfirmation _ -> BookingStatus.AWAITING_CONFIRMATION;
            case Confirmed _ -> BookingStatus.CONFIRMED;
            case Denied _ -> BookingStatus.DENIED;
            case Cancelled _ -> BookingStatus.CANCELLED;
            case Expired _ -> BookingStatus.EXPIRED;
            case Settled _ -> BookingStatus.SETTLED;
        };
    }
}
