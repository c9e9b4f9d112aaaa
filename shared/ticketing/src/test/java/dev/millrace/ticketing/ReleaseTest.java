package dev.millrace.ticketing;

import static dev.millrace.ticketing.Hall.CONCERT;
import static dev.millrace.ticketing.Hall.seats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.booking.Seats.HoldAnswer.Released;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReleaseTest {
    private final Hall hall = Hall.withSeats(4);

    @Test
    void a_release_frees_the_seats_of_its_booking_and_no_others() {
        hall.boxOffice.hold("b1", CONCERT, seats(1, 2));
        hall.boxOffice.hold("b2", CONCERT, seats(3));

        hall.boxOffice.release("b1");

        assertThat(hall.holders()).isEqualTo(Map.of("Seat#00001#00003", "b2"));
        assertThat(hall.answerKept("b1")).isEqualTo("RELEASED");
    }

    @Test
    void released_seats_can_be_held_by_another_booking() {
        hall.boxOffice.hold("b1", CONCERT, seats(1));
        hall.boxOffice.release("b1");

        assertThat(hall.boxOffice.hold("b2", CONCERT, seats(1))).isInstanceOf(Held.class);
    }

    @Test
    void releasing_again_leaves_the_seats_to_their_next_holder() {
        hall.boxOffice.hold("b1", CONCERT, seats(1));
        hall.boxOffice.release("b1");
        hall.boxOffice.hold("b2", CONCERT, seats(1));

        hall.boxOffice.release("b1");

        assertThat(hall.holders()).isEqualTo(Map.of("Seat#00001#00001", "b2"));
    }

    @Test
    void after_a_release_a_booking_that_held_nothing_never_holds_seats() {
        hall.boxOffice.release("b1");

        assertThat(hall.answerKept("b1")).isEqualTo("RELEASED");
        assertThat(hall.boxOffice.hold("b1", CONCERT, seats(1))).isEqualTo(new Released());
        assertThat(hall.boxOffice.hold("b1", "nowhere", seats(1))).isEqualTo(new Released());
        assertThat(hall.holders()).isEmpty();
    }

    @Test
    void releasing_a_rejected_booking_leaves_its_rejection() {
        hall.boxOffice.hold("b1", CONCERT, seats(1));
        var rejection = hall.boxOffice.hold("b2", CONCERT, seats(1));

        hall.boxOffice.release("b2");

        assertThat(hall.answerKept("b2")).isEqualTo("REFUSED");
        assertThat(hall.boxOffice.hold("b2", CONCERT, seats(1))).isEqualTo(rejection);
        assertThat(hall.holders()).isEqualTo(Map.of("Seat#00001#00001", "b1"));
    }
}
