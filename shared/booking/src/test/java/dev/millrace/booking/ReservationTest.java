package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.Examples.CANCEL;
import static dev.millrace.booking.Examples.CANCELLED;
import static dev.millrace.booking.Examples.CONFIRM;
import static dev.millrace.booking.Examples.CONFIRMED;
import static dev.millrace.booking.Examples.DENIED;
import static dev.millrace.booking.Examples.DENY;
import static dev.millrace.booking.Examples.EXPIRED;
import static dev.millrace.booking.Examples.FREE;
import static dev.millrace.booking.Examples.PAID;
import static dev.millrace.booking.Examples.PLACE;
import static dev.millrace.booking.Examples.PLACED;
import static dev.millrace.booking.Examples.SEATS;
import static dev.millrace.booking.Examples.SETTLED;
import static dev.millrace.booking.Examples.TICKETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.booking.BookingEvent.BookingConfirmed;
import dev.millrace.booking.BookingEvent.BookingDenied;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.Ports;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.StatelessScenario;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReservationTest {
    private final Faults faults = new Faults();
    private final InMemoryPorts world = new InMemoryPorts(new VirtualClock(Commits.BEGINNING));
    private final InMemoryPorts ports = world.with(faults);
    private final SeatsInMemory seats = new SeatsInMemory(TICKETS);

    ReservationTest() {
        send("b", PLACE);
        send("late", PLACE);
        faults.forgetCalls();
    }

    @Test
    void a_placed_booking_is_confirmed_with_the_tickets_it_holds() {
        deliver(seats, "b", 1);

        assertThat(events("b")).containsExactly(PLACED, CONFIRMED);
        assertThat(seats.holders()).containsExactly("b");
    }

    @Test
    void after_the_first_commit_was_read_a_confirmation_costs_one_append() {
        deliver(world.with(faults), seats, "b", 1);

        assertThat(faults.calls()).containsExactly("append b 2");
    }

    /// A function that only collects payments has no seats.
    @Test
    void seats_are_asked_for_when_they_are_first_needed() {
        var reservation =
                new Reservation(() -> {
                    throw new IllegalStateException("no table of seats");
                });

        var scenario = StatelessScenario.of(reservation, "b").when(PAID).thenNothing();
        assertThatIllegalStateException().isThrownBy(() -> scenario.when(PLACED));
    }

    @Test
    void a_booking_whose_seats_are_taken_is_denied_with_the_reason() {
        deliver(seats, "b", 1);
        deliver(seats, "late", 1);

        assertThat(events("late"))
                .containsExactly(PLACED, new BookingDenied("row 1 seat 1 is taken"));
    }

    @Test
    void tickets_that_cost_nothing_settle_the_booking_at_once() {
        deliver(new SeatsInMemory(FREE), "b", 1);

        assertThat(at("b", 2).events())
                .containsExactly(new BookingConfirmed(FREE, Examples.DEADLINE), SETTLED);
    }

    @Test
    void a_booking_cancelled_before_its_seats_were_held_keeps_none() {
        send("b", CANCEL);

        deliver(seats, "b", 1);
        assertThat(seats.calls()).containsExactly("hold b", "release b");
        deliver(seats, "b", 2);

        assertThat(events("b")).containsExactly(PLACED, CANCELLED);
        assertThat(seats.holders()).isEmpty();
    }

    @Test
    void seats_that_are_released_before_the_hold_are_not_held() {
        send("b", CANCEL);

        deliver(seats, "b", 2);
        deliver(seats, "b", 1);

        assertThat(events("b")).containsExactly(PLACED, CANCELLED);
        assertThat(seats.holders()).isEmpty();
    }

    @Test
    void a_denial_that_came_too_late_frees_nothing() {
        deliver(seats, "b", 1);
        send("late", CANCEL);

        deliver(seats, "late", 1);

        assertThat(events("late")).containsExactly(PLACED, CANCELLED);
        assertThat(seats.holders()).containsExactly("b");
        assertThat(seats.calls()).containsExactly("hold b", "hold late");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_crash_between_hold_and_confirmation_never_becomes_a_denial(boolean written) {
        if (written) faults.failAfter(1);
        else faults.failBefore(1);
        assertThatExceptionOfType(Outage.class).isThrownBy(() -> deliver(seats, "b", 1));

        deliver(seats, "b", 1);

        assertThat(events("b")).containsExactly(PLACED, CONFIRMED);
    }

    @Test
    void a_commit_that_is_delivered_again_holds_no_seat_again() {
        deliver(seats, "b", 1);
        send("b", CANCEL);
        deliver(seats, "b", 3);

        for (var seq = 1; seq <= 3; seq++) deliver(seats, "b", seq);

        assertThat(events("b")).containsExactly(PLACED, CONFIRMED, CANCELLED);
        assertThat(seats.holders()).isEmpty();
    }

    @Test
    void seats_are_freed_when_a_booking_is_cancelled_or_expires_and_by_nothing_else() {
        var reservation = new Reservation(() -> seats);
        var scenario =
                StatelessScenario.of(reservation, "b")
                        .when(CONFIRMED)
                        .thenNothing()
                        .when(DENIED)
                        .thenNothing()
                        .when(PAID)
                        .thenNothing()
                        .when(SETTLED)
                        .thenNothing();
        assertThat(seats.calls()).isEmpty();

        scenario.when(CANCELLED).thenNothing().when(EXPIRED).thenNothing();

        assertThat(seats.calls()).containsExactly("release b", "release b");
    }

    @Test
    void a_rejection_of_a_command_it_never_sends_is_a_defect() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        new Reservation(() -> seats)
                                .rejected(
                                        Rejection.of(
                                                new Send<>(BOOKING, "b", PLACE),
                                                BookingRejection.NOT_FOUND)));
    }

    @Test
    void its_name_never_changes_because_ids_follow_from_it() {
        assertThat(new Reservation(() -> seats).name()).isEqualTo("reservation");
        StatelessScenario.of(new Reservation(() -> seats), "b")
                .when(PLACED)
                .then(new Send<>(BOOKING, "b", CONFIRM));
        StatelessScenario.of(new Reservation(ReservationTest::rejecting), "b")
                .when(PLACED)
                .then(new Send<>(BOOKING, "b", DENY));
    }

    private static Seats rejecting() {
        return new Seats() {
            @Override
            public HoldAnswer hold(String bookingId, String concertId, List<Seat> wanted) {
                assertThat(concertId).isEqualTo("concert");
                assertThat(wanted).isEqualTo(SEATS);
                return new HoldAnswer.Rejected("sold out");
            }

            @Override
            public void release(String bookingId) {}

            @Override
            public @Nullable HoldAnswer answer(String bookingId) {
                return null;
            }
        };
    }

    private void deliver(Seats seats, String id, int seq) {
        deliver(ports, seats, id, seq);
    }

    /// Delivers a commit to a service whose only process is the reservation.
    private void deliver(Ports to, Seats seats, String id, int seq) {
        var service =
                Service.named("booking")
                        .entity(BOOKING, Diagnosis.none())
                        .process(new Reservation(() -> seats));
        new Processes(service, to)
                .stream().handle(new EntityRef(BOOKING.name(), id), List.of(at(id, seq)));
    }

    private void send(String id, BookingCommand command) {
        ports.entities(BOOKING).send(id, command, new Trace(id + command, "http", "request", null));
    }

    private Commit<BookingEvent> at(String id, int seq) {
        return world.commits(BOOKING).read(id, seq - 1).getFirst();
    }

    private List<BookingEvent> events(String id) {
        return world.commits(BOOKING).read(id, 0).stream()
                .flatMap(commit -> commit.events().stream())
                .toList();
    }
}
