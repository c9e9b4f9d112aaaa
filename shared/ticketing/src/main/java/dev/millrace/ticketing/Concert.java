package dev.millrace.ticketing;

import dev.millrace.booking.Seat;
import java.math.BigDecimal;
import java.util.List;

/// A concert and all its seats, by row and number.
public record Concert(String concertId, String currency, List<Place> seats) {
    public Concert {
        seats = List.copyOf(seats);
    }

    /// A seat, its price, and whether it is free.
    public record Place(Seat seat, BigDecimal price, boolean available) {}
}
