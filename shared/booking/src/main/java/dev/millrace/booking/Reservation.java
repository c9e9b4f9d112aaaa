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

/// Seats for a placed booking: held and confirmed, or denied; freed when the booking is over.
public final class Reservation implements StatelessProcess<BookingEvent> {
    private final Supplier<? extends Seats> seats;

    /// @param seats asked for when they are first needed: a function that only collects payments
    ///   has none
    public Reservation(Supplier<? extends Seats> seats) {
        this.seats = seats;
    }

    @Override
    public String name() {
        return "reservation";
    }

    @Override
    public EntityType<?, ?, BookingEvent, ?> hears() {
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

    /// A booking that can no longer be confirmed must not keep its seats. A denial that is rejected
    /// came too late: its booking was cancelled, and holds none.
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
