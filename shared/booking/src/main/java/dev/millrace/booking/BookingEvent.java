package dev.millrace.booking;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The events of a booking.
public sealed interface BookingEvent {

    record BookingPlaced(String clientId, String concertId, List<Seat> seats)
            implements BookingEvent {
        public BookingPlaced {
            seats = List.copyOf(seats);
        }
    }

    record BookingConfirmed(Tickets tickets, @Nullable Instant expiresAt) implements BookingEvent {}

    record BookingDenied(String reason) implements BookingEvent {}

    record BookingCancelled(@Nullable String reason) implements BookingEvent {}

    /// @param money null if the payment provider reported no amount
    /// @param overpaid the part of the payment above the price; null if there is none
    record BookingPaid(
            String paymentId, String payer, @Nullable Money money, @Nullable Money overpaid)
            implements BookingEvent {}

    record BookingSettled() implements BookingEvent {}

    record BookingExpired() implements BookingEvent {}
}
