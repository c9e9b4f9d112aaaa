package dev.millrace.booking;

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
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Refused;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.Step;
import java.util.List;

/// Seats for a placed booking: held and confirmed, or denied; freed when the booking is over.
public final class Reservation implements Step<BookingEvent, BookingCommand, BookingRejection> {
    private final Seats seats;

    public Reservation(Seats seats) {
        this.seats = seats;
    }

    @Override
    public String name() {
        return "reservation";
    }

    @Override
    public List<Send<BookingCommand>> on(String bookingId, BookingEvent event) {
        return switch (event) {
            case BookingPlaced(_, var concertId, var wanted) ->
                    switch (seats.hold(bookingId, concertId, wanted)) {
                        case Held(var tickets, var deadline) ->
                                List.of(
                                        new Send<>(
                                                bookingId, new ConfirmBooking(tickets, deadline)));
                        case Refused(var reason) ->
                                List.of(new Send<>(bookingId, new DenyBooking(reason)));
                        case Released() -> List.of();
                    };
            case BookingCancelled _, BookingExpired _ -> release(bookingId);
            case BookingConfirmed _, BookingDenied _, BookingPaid _, BookingSettled _ -> List.of();
        };
    }

    /// A booking that can no longer be confirmed must not keep its seats. A denial that is refused
    /// came too late: its booking was cancelled, and holds none.
    @Override
    public List<Send<BookingCommand>> refused(Send<BookingCommand> send, BookingRejection reason) {
        return switch (send.command()) {
            case ConfirmBooking _ -> release(send.to());
            case DenyBooking _ -> List.of();
            case PlaceBooking _, CancelBooking _, ReceivePayment _, ExpireBooking _ ->
                    throw new IllegalStateException("reservation never sends " + send.command());
        };
    }

    /// A client may cancel while the seats are being held.
    @Override
    public boolean expects(Send<BookingCommand> send, BookingRejection reason) {
        return reason == BookingRejection.ALREADY_CANCELLED;
    }

    private List<Send<BookingCommand>> release(String bookingId) {
        seats.release(bookingId);
        return List.of();
    }
}
