package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;

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
import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.StatelessProcess;
import java.util.List;
import java.util.function.Supplier;

/// Stateless process that holds the seats of a placed booking, and confirms or denies the booking.
/// It frees the seats when the booking is cancelled or expires.
public final class Reservation implements StatelessProcess<BookingEvent> {
    private final Supplier<? extends Seats> seats;

    /// @param seats called when the seats are first needed: a function that only collects payments
    ///   has none
    public Reservation(Supplier<? extends Seats> seats) {
        this.seats = seats;
    }

    @Override
    public String name() {
        return "reservation";
    }

    @Override
    public EntityType<?, ?, BookingEvent, ?> source() {
        return BOOKING;
    }

    @Override
    public List<? extends Immediate> on(BookingEvent event, Envelope envelope) {
        var booking = envelope.entity().id();
        return switch (event) {
            case BookingPlaced(_, var concertId, var wanted) ->
                    switch (seats.get().hold(booking, concertId, wanted)) {
                        case Held(var tickets, var deadline) ->
                                List.of(
                                        new Send<>(
                                                BOOKING,
                                                booking,
                                                new ConfirmBooking(tickets, deadline)));
                        case Rejected(var reason) ->
                                List.of(new Send<>(BOOKING, booking, new DenyBooking(reason)));
                        case Released() -> List.of();
                    };
            case BookingCancelled _, BookingExpired _ -> release(booking);
            case BookingConfirmed _, BookingDenied _, BookingPaid _, BookingSettled _ -> List.of();
        };
    }

    /// A booking that rejects its confirmation must not keep its seats. A booking that rejects its
    /// denial was cancelled before, and holds no seats.
    @Override
    public List<? extends Immediate> rejected(Rejection<?, ?> rejection) {
        return switch (rejection.by(BOOKING).command()) {
            case ConfirmBooking _ -> release(rejection.entityId());
            case DenyBooking _ -> List.of();
            case PlaceBooking _, CancelBooking _, ReceivePayment _, ExpireBooking _ ->
                    throw new IllegalStateException(
                            "reservation never sends " + rejection.command());
        };
    }

    /// A client may cancel while the seats are being held.
    @Override
    public boolean expects(Rejection<?, ?> rejection) {
        return rejection.reason() == BookingRejection.ALREADY_CANCELLED;
    }

    private List<Immediate> release(String bookingId) {
        seats.get().release(bookingId);
        return List.of();
    }
}
