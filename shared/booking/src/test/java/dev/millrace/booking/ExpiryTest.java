package dev.millrace.booking;

import static dev.millrace.booking.Examples.CANCEL;
import static dev.millrace.booking.Examples.CONFIRM;
import static dev.millrace.booking.Examples.DEADLINE;
import static dev.millrace.booking.Examples.EXPIRED;
import static dev.millrace.booking.Examples.PAST_DEADLINE;
import static dev.millrace.booking.Examples.PAY;
import static dev.millrace.booking.Examples.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.DueBookings.Due;
import dev.millrace.booking.Expiry.RowFailed;
import dev.millrace.booking.Expiry.Swept;
import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.FaultyJournal;
import dev.millrace.eventsourcing.testkit.InMemoryJournal;
import dev.millrace.eventsourcing.testkit.InMemoryViewStore;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Sweeps over three bookings whose deadline is a millisecond past.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ExpiryTest {
    private final InMemoryJournal<Booking, BookingEvent> journal =
            new InMemoryJournal<>(BookingType.BOOKING);
    private final Faults faults = new Faults();
    private final VirtualClock clock = new VirtualClock(PAST_DEADLINE);
    private final Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings =
            new Entities<>(BookingType.BOOKING, journal, clock, _ -> {}, CommandListener.NONE);
    private final InMemoryViewStore<BookingRow> rows = new InMemoryViewStore<>();
    private final View<BookingRow, BookingEvent> view =
            new View<>(BookingRow::project, rows, journal);
    private final List<RowFailed> failures = new ArrayList<>();
    private final Shard shard = new Shard();

    /// What the view holds due in shard 3, and nothing in the others.
    private static final class Shard implements DueBookings {
        private final List<Due> due = new ArrayList<>();
        private final List<Unreadable> malformed = new ArrayList<>();
        private final List<Instant> asked = new ArrayList<>();
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public Stream<Due> due(int shard, Instant now, Consumer<Unreadable> unreadable) {
            if (shard == 3) malformed.forEach(unreadable);
            asked.add(now);
            return (shard == 3 ? due.stream() : Stream.<Due>empty())
                    .onClose(closed::incrementAndGet);
        }
    }

    ExpiryTest() {
        for (var id : List.of("a", "b", "c")) {
            send(id, PLACE);
            send(id, CONFIRM);
            view.catchUp(id);
            shard.due.add(new Due(id, DEADLINE, "request-" + id));
        }
    }

    @Test
    void what_is_due_expires_and_nothing_else_happens() {
        assertThat(sweep(3)).isEqualTo(swept(3, 0, 0, true, 1));

        assertThat(last("a").events()).containsExactly(EXPIRED);
        assertThat(last("a").by()).isEqualTo("expiry ExpireBooking");
        assertThat(last("a").correlationId()).isEqualTo("request-a");
        assertThat(shard.asked).containsExactly(PAST_DEADLINE);
        assertThat(shard.closed).hasValue(1);
        assertThat(failures).isEmpty();
    }

    @Test
    void a_shard_where_nothing_is_due_is_left_at_once() {
        assertThat(sweep(4)).isEqualTo(Swept.NOTHING);
    }

    @Test
    void the_booking_decides_and_not_the_row() {
        var early = new VirtualClock(DEADLINE);

        assertThat(expiry(bookings, early).sweep(3, () -> false))
                .isEqualTo(swept(0, 3, 0, true, 0));
        assertThat(last("a").seq()).isEqualTo(2);
    }

    @Test
    void a_refusal_is_counted_and_mends_the_row() {
        send("b", PAY);
        assertThat(status("b")).isEqualTo(BookingStatus.CONFIRMED);

        assertThat(sweep(3)).isEqualTo(swept(2, 1, 0, true, 1));

        assertThat(status("b")).isEqualTo(BookingStatus.SETTLED);
        assertThat(failures).isEmpty();
    }

    @Test
    void a_booking_that_ended_otherwise_is_not_counted_as_expired_and_its_row_is_mended() {
        send("c", CANCEL);

        assertThat(sweep(3)).isEqualTo(swept(2, 1, 0, true, 1));

        assertThat(status("c")).isEqualTo(BookingStatus.CANCELLED);
    }

    @Test
    void an_expired_row_is_not_met_again_even_if_its_record_is_lost() {
        sweep(3);

        assertThat(status("a")).isEqualTo(BookingStatus.EXPIRED);
    }

    @Test
    void a_sweep_while_the_view_lags_behind_expires_nothing_twice() {
        send("c", CANCEL);
        sweep(3);

        clock.advance(Duration.ofMinutes(1));
        sweep(3);

        assertThat(last("a").seq()).isEqualTo(3);
        assertThat(last("c").events()).doesNotContain(EXPIRED);
    }

    @Test
    void a_sweep_tells_how_long_its_most_overdue_row_was_due_whatever_became_of_it() {
        shard.due.add(1, new Due("nobody", DEADLINE.minus(Duration.ofHours(3)), "request-x"));

        assertThat(sweep(3).overdue()).isEqualTo(Duration.ofHours(3).plusMillis(1));
        assertThat(sweep(4).overdue()).isZero();
        assertThat(expiry(bookings, clock).sweep(3, () -> true).overdue())
                .isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void a_row_that_fails_is_stepped_over_and_comes_again() {
        faults.failBefore(1);
        var disturbed =
                new Entities<>(
                        BookingType.BOOKING,
                        new FaultyJournal<>(journal, faults),
                        clock,
                        _ -> {},
                        CommandListener.NONE);

        assertThat(expiry(disturbed, clock).sweep(3, () -> false))
                .isEqualTo(swept(2, 0, 1, true, 1));

        assertThat(failures).extracting(RowFailed::bookingId).containsExactly("a");
        assertThat(failures).extracting(RowFailed::cause).allMatch(Outage.class::isInstance);
        assertThat(last("a").seq()).isEqualTo(2);
        assertThat(last("b").events()).containsExactly(EXPIRED);
        assertThat(expiry(disturbed, clock).sweep(3, () -> false).failed()).isZero();
        assertThat(last("a").events()).containsExactly(EXPIRED);
    }

    @Test
    void out_of_time_it_stops_cleanly_between_two_rows() {
        var checks = new AtomicInteger();

        assertThat(expiry(bookings, clock).sweep(3, () -> checks.incrementAndGet() > 2))
                .isEqualTo(swept(2, 0, 0, false, 1));

        assertThat(last("b").events()).containsExactly(EXPIRED);
        assertThat(last("c").seq()).isEqualTo(2);
        assertThat(shard.closed).hasValue(1);
    }

    @Test
    void sweeps_add_up_and_are_complete_where_all_are() {
        assertThat(swept(1, 2, 3, true, 9).plus(swept(4, 5, 6, true, 7)))
                .isEqualTo(swept(5, 7, 9, true, 9));
        assertThat(swept(1, 0, 0, false, 0).plus(Swept.NOTHING).complete()).isFalse();
    }

    private static Swept swept(
            int expired, int refused, int failed, boolean complete, long overdueMillis) {
        var overdue = Duration.ofMillis(overdueMillis);
        return new Swept(expired, refused, failed, complete, overdue);
    }

    private Swept sweep(int number) {
        return expiry(bookings, clock).sweep(number, () -> false);
    }

    private Expiry expiry(
            Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings,
            VirtualClock clock) {
        return new Expiry(shard, bookings, view, clock, failures::add);
    }

    private void send(String id, BookingCommand command) {
        bookings.send(id, command, new Trace(id + command, "http", "request-" + id, null));
    }

    private Commit<BookingEvent> last(String id) {
        return journal.read(id, 0).getLast();
    }

    private BookingStatus status(String id) {
        return Objects.requireNonNull(rows.load(id)).value().status();
    }
}
