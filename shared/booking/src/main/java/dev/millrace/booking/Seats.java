package dev.millrace.booking;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The seats of the concerts, as a reservation needs them.
public interface Seats {

    /// Holds all seats for a booking, or none. Asking again answers as before; a hold never lapses.
    HoldAnswer hold(String bookingId, String concertId, List<Seat> seats);

    /// Frees whatever a booking holds and keeps it from ever holding again. Unknown bookings are
    /// fine.
    void release(String bookingId);

    /// What a booking was answered, consistently read; absent if it never asked.
    @Nullable HoldAnswer answer(String bookingId);

    /// What a booking was answered, for good: a later answer can only be [Released].
    sealed interface HoldAnswer {
        record Held(Tickets tickets, Instant deadline) implements HoldAnswer {}

        record Rejected(String reason) implements HoldAnswer {}

        record Released() implements HoldAnswer {}
    }
}
