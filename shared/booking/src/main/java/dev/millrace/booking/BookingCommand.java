package dev.millrace.booking;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commands that a booking accepts or rejects.
public sealed interface BookingCommand {

    record PlaceBooking(String clientId, String concertId, List<Seat> seats)
            implements BookingCommand {
        public PlaceBooking {
            seats = List.copyOf(seats);
        }
    }

    /// @param expiresAt the deadline to pay by; null if there is none
    record ConfirmBooking(Tickets tickets, @Nullable Instant expiresAt) implements BookingCommand {}

    record DenyBooking(String reason) implements BookingCommand {}

    record CancelBooking(String clientId, @Nullable String reason) implements BookingCommand {}

    /// @param payer the client who pays; need not be the booking's client
    /// @param money null if the payment provider reports no amount; the payment then counts as
    ///   sufficient
    record ReceivePayment(String paymentId, String payer, @Nullable Money money)
            implements BookingCommand {}

    record ExpireBooking(Instant now) implements BookingCommand {}
}
