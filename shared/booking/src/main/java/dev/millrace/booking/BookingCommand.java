package dev.millrace.booking;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What may be asked of a booking.
public sealed interface BookingCommand {

    record PlaceBooking(String clientId, String concertId, List<Seat> seats)
            implements BookingCommand {
        public PlaceBooking {
            seats = List.copyOf(seats);
        }
    }

    /// @param expiresAt the deadline to pay by; absent where there is none
    record ConfirmBooking(Tickets tickets, @Nullable Instant expiresAt) implements BookingCommand {}

    record DenyBooking(String reason) implements BookingCommand {}

    record CancelBooking(String clientId, @Nullable String reason) implements BookingCommand {}

    /// @param payer whoever pays: anyone may
    /// @param money absent where the payment provider does not tell; it is then taken as enough
    record ReceivePayment(String paymentId, String payer, @Nullable Money money)
            implements BookingCommand {}

    record ExpireBooking(Instant now) implements BookingCommand {}
}
