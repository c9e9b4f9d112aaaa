package dev.millrace.booking;

import static dev.millrace.booking.BookingRejection.DUPLICATE_SEATS;
import static dev.millrace.booking.BookingRejection.NO_SEATS;
import static dev.millrace.booking.BookingRejection.TOO_MANY_SEATS;
import static dev.millrace.booking.Examples.given;

import dev.millrace.booking.BookingCommand.PlaceBooking;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Which seats may be booked together.
@DisplayNameGeneration(ReplaceUnderscores.class)
class PlaceBookingTest {

    @Test
    void ten_seats_may_be_booked() {
        given().when(place(seats(10))).thenEvents(new BookingPlaced("ada", "concert", seats(10)));
    }

    @Test
    void eleven_seats_may_not() {
        given().when(place(seats(11))).thenRejected(TOO_MANY_SEATS);
    }

    @Test
    void a_booking_needs_a_seat() {
        given().when(place(List.of())).thenRejected(NO_SEATS);
    }

    @Test
    void a_seat_may_not_be_booked_twice() {
        var twice = List.of(new Seat(1, 1), new Seat(1, 2), new Seat(1, 1));

        given().when(place(twice)).thenRejected(DUPLICATE_SEATS);
    }

    @Test
    void the_same_number_in_another_row_is_another_seat() {
        var seats = List.of(new Seat(1, 2), new Seat(2, 1), new Seat(2, 2));

        given().when(place(seats)).thenEvents(new BookingPlaced("ada", "concert", seats));
    }

    private static PlaceBooking place(List<Seat> seats) {
        return new PlaceBooking("ada", "concert", seats);
    }

    private static List<Seat> seats(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> new Seat(1, n)).toList();
    }
}
