package dev.millrace.ticketing;

import static dev.millrace.ticketing.Hall.CONCERT;
import static dev.millrace.ticketing.Hall.HOLD;
import static dev.millrace.ticketing.Hall.seats;
import static dev.millrace.ticketing.Hall.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Rejected;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import dev.millrace.booking.Tickets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HoldTest {
    private final Hall hall = Hall.withSeats(4);

    @Test
    void free_seats_are_held_with_their_prices_and_a_deadline() {
        var answer = hall.boxOffice.hold("b1", CONCERT, seats(2, 1));

        assertThat(answer)
                .isEqualTo(
                        new Held(
                                new Tickets(List.of(ticket(2, "49.90"), ticket(1, "49.90")), "EUR"),
                                hall.clock.instant().plus(HOLD)));
        assertThat(hall.holders())
                .isEqualTo(Map.of("Seat#00001#00001", "b1", "Seat#00001#00002", "b1"));
    }

    @Test
    void a_repeated_hold_gets_the_same_answer_whatever_changed_since() {
        var answer = hall.boxOffice.hold("b1", CONCERT, seats(1, 2));
        hall.clock.advance(Duration.ofDays(30));
        hall.concerts.put(CONCERT, "EUR", Hall.row(1, 4, "99.00"));

        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1, 2))).isEqualTo(answer);
        assertThat(hall.boxOffice.hold("b1", "another concert", seats(3))).isEqualTo(answer);
    }

    @Test
    void a_hold_does_not_lapse_after_its_deadline() {
        hall.boxOffice.hold("b1", CONCERT, seats(1));
        hall.clock.advance(Duration.ofDays(3650));

        assertThat(hall.boxOffice.hold("b2", CONCERT, seats(1)))
                .isEqualTo(new Rejected("already taken: row 1 seat 1"));
    }

    @Test
    void one_taken_seat_rejects_the_whole_hold() {
        hall.boxOffice.hold("b1", CONCERT, seats(3));

        assertThat(hall.boxOffice.hold("b2", CONCERT, seats(1, 2, 3)))
                .isEqualTo(new Rejected("already taken: row 1 seat 3"));
        assertThat(hall.holders()).isEqualTo(Map.of("Seat#00001#00003", "b1"));
    }

    @Test
    void a_rejection_names_every_seat_in_the_order_asked_for() {
        hall.boxOffice.hold("b1", CONCERT, seats(1, 3));

        assertThat(hall.boxOffice.hold("b2", CONCERT, seats(9, 3, 2, 8, 1)))
                .isEqualTo(
                        new Rejected(
                                "there is no row 1 seat 9, row 1 seat 8;"
                                        + " already taken: row 1 seat 3, row 1 seat 1"));
    }

    @Test
    void a_rejection_distinguishes_an_unknown_concert_from_an_unknown_seat() {
        assertThat(hall.boxOffice.hold("b1", "nowhere", seats(1)))
                .isEqualTo(new Rejected("there is no concert nowhere"));
        assertThat(hall.boxOffice.hold("b2", CONCERT, List.of(new Seat(-1, 1_000_000))))
                .isEqualTo(new Rejected("there is no row -1 seat 1000000"));
    }

    @Test
    void a_rejected_booking_never_holds_again() {
        hall.boxOffice.hold("b1", CONCERT, seats(1));
        var rejection = hall.boxOffice.hold("b2", CONCERT, seats(1, 2));
        hall.boxOffice.release("b1");

        assertThat(hall.boxOffice.hold("b2", CONCERT, seats(1, 2))).isEqualTo(rejection);
        assertThat(hall.boxOffice.hold("b2", CONCERT, seats(4))).isEqualTo(rejection);
        assertThat(hall.holders()).isEmpty();
    }

    @Test
    void a_booking_rejected_for_an_unknown_concert_stays_rejected_once_there_is_one() {
        var rejection = hall.boxOffice.hold("b1", "nowhere", seats(1));
        hall.concerts.put("nowhere", "EUR", Hall.row(1, 1, "1"));

        assertThat(hall.boxOffice.hold("b1", "nowhere", seats(1))).isEqualTo(rejection);
    }

    @Test
    void a_released_booking_never_holds_again() {
        hall.boxOffice.hold("b1", CONCERT, seats(1));
        hall.boxOffice.release("b1");

        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1))).isEqualTo(new Released());
        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(2))).isEqualTo(new Released());
        assertThat(hall.holders()).isEmpty();
    }

    @Test
    void each_ticket_keeps_the_price_of_its_own_seat_to_the_digit() {
        hall.concerts.put(
                CONCERT, "EUR", List.of(Hall.priced(1, 1, "0.00"), Hall.priced(1, 2, "1E+3")));

        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1, 2, 3)))
                .isEqualTo(
                        new Held(
                                new Tickets(
                                        List.of(
                                                ticket(1, "0.00"),
                                                ticket(2, "1000"),
                                                ticket(3, "49.90")),
                                        "EUR"),
                                hall.clock.instant().plus(HOLD)));
    }

    @Test
    void up_to_99_different_seats_fit_one_hold() {
        hall.concerts.put(CONCERT, "EUR", Hall.row(1, 100, "5"));
        var most = IntStream.rangeClosed(1, 99).toArray();

        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(most))).isInstanceOf(Held.class);
        assertThat(hall.holders()).hasSize(99);
        hall.boxOffice.release("b1");
        assertThat(hall.holders()).isEmpty();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> hall.boxOffice.hold("b2", CONCERT, seats(1, 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hall.boxOffice.hold("b2", CONCERT, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        hall.boxOffice.hold(
                                "b2", CONCERT, seats(IntStream.rangeClosed(1, 100).toArray())));
    }
}
