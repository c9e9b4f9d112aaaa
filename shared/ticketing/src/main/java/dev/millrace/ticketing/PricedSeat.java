package dev.millrace.ticketing;

import dev.millrace.booking.Seat;
import java.math.BigDecimal;

/// A seat and its price, in the currency of its concert.
public record PricedSeat(Seat seat, BigDecimal price) {

    /// @throws IllegalArgumentException if row or number is not within 0 and 99,999 (a seat's key
    ///   has five digits for each), or the price is negative
    public PricedSeat {
        if (!fits(seat.row()) || !fits(seat.number())) {
            throw new IllegalArgumentException(seat + " is not within 0 and 99,999");
        }
        if (price.signum() < 0) {
            throw new IllegalArgumentException(seat + " cannot cost " + price);
        }
    }

    private static boolean fits(int coordinate) {
        return coordinate >= 0 && coordinate <= 99_999;
    }
}
