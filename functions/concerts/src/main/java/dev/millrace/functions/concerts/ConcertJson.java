package dev.millrace.functions.concerts;

import dev.millrace.ticketing.Concert;
import java.math.BigDecimal;
import java.util.List;

/// A concert in the JSON of the API.
record ConcertJson(String concertId, String currency, List<SeatJson> seats) {
    record SeatJson(int row, int number, BigDecimal price, boolean available) {
        static SeatJson of(Concert.Place place) {
            var seat = place.seat();
            return new SeatJson(seat.row(), seat.number(), place.price(), place.available());
        }
    }

    static ConcertJson of(Concert concert) {
        var seats = concert.seats().stream().map(SeatJson::of).toList();
        return new ConcertJson(concert.concertId(), concert.currency(), seats);
    }
}
