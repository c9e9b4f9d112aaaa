package dev.millrace.booking;

import static dev.millrace.booking.Examples.CANCELLED;
import static dev.millrace.booking.Examples.CONFIRMED;
import static dev.millrace.booking.Examples.DENIED;
import static dev.millrace.booking.Examples.EXPIRED;
import static dev.millrace.booking.Examples.PAID;
import static dev.millrace.booking.Examples.PLACED;
import static dev.millrace.booking.Examples.SEATS;
import static dev.millrace.booking.Examples.TICKETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.BookingCommand.CancelBooking;
import dev.millrace.eventsourcing.process.Restoration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The seats of a booking whose last commits the journal may have lost.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BookingRestorationTest {
    private final SeatsInMemory seats = new SeatsInMemory(TICKETS);
    private final List<String> cancelled = new ArrayList<>();
    private final BookingRestoration restoration =
            new BookingRestoration(
                    () -> seats,
                    _ -> new Restoration.Page(List.of(), null),
                    (booking, cancel) -> cancelled.add(booking + " by " + cancel.clientId()));

    private static Booking after(BookingEvent... events) {
        return BookingType.BOOKING.decider().evolve(new Booking.None(), List.of(events));
    }

    private @Nullable String reconcile(Booking booking) {
        var ahead = restoration.ahead("b", booking);
        if (ahead != null) restoration.reconcile("b", booking);
        return ahead;
    }

    @Test
    void seats_of_a_booking_that_is_lost_are_released() {
        seats.hold("b", "concert", SEATS);

        assertThat(reconcile(after())).contains("no such booking");

        assertThat(seats.holders()).isEmpty();
        assertThat(reconcile(after())).isNull();
    }

    @Test
    void a_booking_whose_end_is_lost_is_cancelled() {
        seats.hold("b", "concert", SEATS);
        seats.release("b");

        assertThat(reconcile(after(PLACED))).contains("AWAITING_CONFIRMATION");
        assertThat(reconcile(after(PLACED, CONFIRMED))).contains("CONFIRMED");

        assertThat(cancelled).containsExactly("b by ada", "b by ada");
        var command = new CancelBooking("ada", "its seats were released already");
        assertThat(Booking.decide(after(PLACED, CONFIRMED), command).events()).hasSize(1);
    }

    @Test
    void seats_that_are_held_for_a_booking_are_left() {
        seats.hold("b", "concert", SEATS);

        assertThat(reconcile(after(PLACED))).isNull();
        assertThat(reconcile(after(PLACED, CONFIRMED))).isNull();
        assertThat(reconcile(after(PLACED, CONFIRMED, PAID))).isNull();
        assertThat(seats.holders()).containsExactly("b");
    }

    /// The reservation receives these commits from the journal again and releases the seats.
    @Test
    void a_booking_that_is_over_is_left() {
        assertThat(reconcile(after(PLACED, DENIED))).isNull();
        seats.hold("b", "concert", SEATS);
        assertThat(reconcile(after(PLACED, CANCELLED))).isNull();
        seats.release("b");
        assertThat(reconcile(after(PLACED, CONFIRMED, EXPIRED))).isNull();
        assertThat(cancelled).isEmpty();
    }
}
