package dev.millrace.booking;

import dev.millrace.booking.Booking.AwaitingConfirmation;
import dev.millrace.booking.Booking.Cancelled;
import dev.millrace.booking.Booking.Confirmed;
import dev.millrace.booking.Booking.Denied;
import dev.millrace.booking.Booking.Expired;
import dev.millrace.booking.Booking.None;
import dev.millrace.booking.Booking.Placed;
import dev.millrace.booking.Booking.Settled;
import dev.millrace.booking.BookingCommand.CancelBooking;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.eventsourcing.process.Restoration;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reconciles the seats with a restored journal. Seats of a booking that is not in the journal are
/// released. A booking whose seats are released was cancelled or expired, and the journal lost that
/// commit: the booking is cancelled.
///
/// @param seats called when the seats are first needed
/// @param bookings the bookings that the seats have an answer for, page by page
/// @param cancel sends the command to a booking
public record BookingRestoration(
        Supplier<? extends Seats> seats,
        Function<@Nullable String, Page> bookings,
        BiConsumer<String, CancelBooking> cancel)
        implements Restoration<Booking> {
    private static final String REASON = "its seats were released already";

    @Override
    public Page entities(@Nullable String after) {
        return bookings.apply(after);
    }

    @Override
    public @Nullable String ahead(String bookingId, Booking booking) {
        var answer = seats.get().answer(bookingId);
        return switch (booking) {
            case None() when answer instanceof Held ->
                    "holds seats, and the journal has no such booking";
            case AwaitingConfirmation _, Confirmed _ when answer instanceof Released ->
                    "is %s by the journal, and its seats are released".formatted(booking.status());
            case None(),
                    AwaitingConfirmation _,
                    Confirmed _,
                    Denied _,
                    Cancelled _,
                    Expired _,
                    Settled _ ->
                    null;
        };
    }

    @Override
    public void reconcile(String bookingId, Booking booking) {
        if (booking instanceof Placed placed) {
            cancel.accept(bookingId, new CancelBooking(placed.clientId(), REASON));
        } else {
            seats.get().release(bookingId);
        }
    }
}
