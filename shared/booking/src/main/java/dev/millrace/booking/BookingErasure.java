package dev.millrace.booking;

import dev.millrace.booking.Booking.AwaitingConfirmation;
import dev.millrace.booking.Booking.Cancelled;
import dev.millrace.booking.Booking.Confirmed;
import dev.millrace.booking.Booking.Denied;
import dev.millrace.booking.Booking.Expired;
import dev.millrace.booking.Booking.None;
import dev.millrace.booking.Booking.Settled;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.eventsourcing.process.Erasure;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Allows the erasure of a booking that is over and whose seats are sold or free. The booking's
/// reservation item in the table of seats stays. It names no person, and it prevents a redelivered
/// stream record from holding seats again.
///
/// @param seats called when the seats are first needed
public record BookingErasure(Supplier<? extends Seats> seats) implements Erasure<Booking> {
    @Override
    public @Nullable String task(String bookingId, Booking booking) {
        return switch (booking) {
            case None() -> throw new IllegalStateException("there is no booking");
            case AwaitingConfirmation _, Confirmed _ -> "it is " + booking.status();
            case Denied _, Settled _ -> taskOfSeats(bookingId, false);
            case Cancelled _, Expired _ -> taskOfSeats(bookingId, true);
        };
    }

    private @Nullable String taskOfSeats(String bookingId, boolean mustBeFree) {
        var answer = seats.get().answer(bookingId);
        if (answer == null) return "its seats do not know it";
        return mustBeFree && answer instanceof Held ? "its seats are not free yet" : null;
    }
}
