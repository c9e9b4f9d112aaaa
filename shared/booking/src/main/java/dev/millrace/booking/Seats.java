package dev.millrace.booking;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Port to the seats of all concerts, for reservations.
public interface Seats {

    /// Holds all seats for a booking, or none. A repeated call gets the same answer, or
    /// [HoldAnswer.Released] after a release. A hold has no time-out.
    HoldAnswer hold(String bookingId, String concertId, List<Seat> seats);

    /// Frees all seats that a booking holds, and prevents it from ever holding any again. The
    /// booking may be unknown.
    void release(String bookingId);

    /// The answer that a booking got, read consistently; null if it never asked.
    @Nullable HoldAnswer answer(String bookingId);

    /// The answer to a booking. It is final, except that it may change to [Released].
    sealed interface HoldAnswer {
        record Held(Tickets tickets, Instant deadline) implements HoldAnswer {}

        record Rejected(String reason) implements HoldAnswer {}

        record Released() implements HoldAnswer {}
    }
}
