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
import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.SweepReport;
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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Sweeps three bookings whose deadline passed a millisecond ago.
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
            new View<>(BookingRow.VIEW.rows(), rows, journal);
    private final Shard shard = new Shard();
    private final Recorded report = new Recorded();

    /// Records what the sweeps report.
    private static final class Recorded implements SweepReport {
        private final List<Instant> found = new ArrayList<>();
        private final Map<String, Throwable> failures = new LinkedHashMap<>();
        private final Map<String, @Nullable String> correlations = new HashMap<>();
        private BooleanSupplier outOfTime = () -> false;
        private int expired;
        private int rejected;

        @Override
        public boolean isOutOfTime() {
            return outOfTime.getAsBoolean();
        }

        @Override
        public void found(Instant deadline) {
            found.add(deadline);
        }

        @Override
        public void count(String what, int number) {
            if (what.equals("expired")) expired += number;
            else rejected += number;
        }

        @Override
        public void stepOver(String message, Throwable cause, Map<String, String> fields) {
            var booking = Objects.requireNonNull(fields.get("entity")).replace("Booking#", "");
            failures.put(booking, cause);
            correlations.put(booking, fields.get("correlation_id"));
        }
    }

    /// The due bookings, all of them in shard 3.
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
    void due_bookings_expire_and_nothing_else_happens() {
        sweep(3);

        thenSwept(3, 0, 0);
        assertThat(last("a").events()).containsExactly(EXPIRED);
        assertThat(last("a").by()).isEqualTo("expiry ExpireBooking");
        assertThat(last("a").correlationId()).isEqualTo("request-a");
        assertThat(shard.asked).containsExactly(PAST_DEADLINE);
        assertThat(shard.closed).hasValue(1);
    }

    @Test
    void a_shard_without_due_bookings_is_left_at_once() {
        sweep(4);

        thenSwept(0, 0, 0);
        assertThat(report.found).isEmpty();
    }

    @Test
    void the_booking_decides_and_not_the_row() {
        expiry(bookings, new VirtualClock(DEADLINE)).sweep(3, report);

        thenSwept(0, 3, 0);
        assertThat(last("a").seq()).isEqualTo(2);
    }

    @Test
    void a_rejection_is_counted_and_the_row_is_updated() {
        send("b", PAY);
        assertThat(status("b")).isEqualTo(BookingStatus.CONFIRMED);

        sweep(3);

        thenSwept(2, 1, 0);
        assertThat(status("b")).isEqualTo(BookingStatus.SETTLED);
    }

    @Test
    void a_booking_that_is_over_is_not_counted_as_expired_and_its_row_is_updated() {
        send("c", CANCEL);

        sweep(3);

        thenSwept(2, 1, 0);

        assertThat(status("c")).isEqualTo(BookingStatus.CANCELLED);
    }

    @Test
    void an_expired_row_is_updated_even_if_its_stream_record_is_lost() {
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
    void a_sweep_reports_the_deadline_of_each_row_that_it_finds() {
        var early = DEADLINE.minus(Duration.ofHours(3));
        shard.due.add(1, new Due("nobody", early, "request-x"));

        sweep(3);

        assertThat(report.found).containsExactly(DEADLINE, early, DEADLINE, DEADLINE);
    }

    @Test
    void a_sweep_without_time_still_reports_the_first_deadline() {
        report.outOfTime = () -> true;

        sweep(3);

        assertThat(report.found).containsExactly(DEADLINE);
        thenSwept(0, 0, 0);
    }

    @Test
    void a_row_that_cannot_be_read_is_stepped_over() {
        shard.malformed.add(new Unreadable("x", new IllegalArgumentException("no dueAt")));

        sweep(3);

        thenSwept(3, 0, 1);
        assertThat(report.failures.get("x")).hasMessage("no dueAt");
        assertThat(report.correlations.get("x")).isNull();
    }

    @Test
    void a_row_that_fails_is_stepped_over_and_the_next_sweep_tries_it_again() {
        faults.failBefore(1);
        var disturbed =
                new Entities<>(
                        BookingType.BOOKING,
                        new FaultyJournal<>(journal, faults),
                        clock,
                        _ -> {},
                        CommandListener.NONE);

        expiry(disturbed, clock).sweep(3, report);

        thenSwept(2, 0, 1);
        assertThat(report.failures.get("a")).isInstanceOf(Outage.class);
        assertThat(report.correlations).containsEntry("a", "request-a");
        assertThat(last("a").seq()).isEqualTo(2);
        assertThat(last("b").events()).containsExactly(EXPIRED);
        expiry(disturbed, clock).sweep(3, report);

        thenSwept(5, 0, 1);
        assertThat(last("a").events()).containsExactly(EXPIRED);
    }

    @Test
    void a_sweep_that_runs_out_of_time_stops_between_two_rows() {
        var checks = new AtomicInteger();
        report.outOfTime = () -> checks.incrementAndGet() > 2;

        sweep(3);

        thenSwept(2, 0, 0);

        assertThat(last("b").events()).containsExactly(EXPIRED);
        assertThat(last("c").seq()).isEqualTo(2);
        assertThat(shard.closed).hasValue(1);
    }

    /// Asserts the totals of all sweeps.
    private void thenSwept(int expired, int rejected, int failed) {
        assertThat(List.of(report.expired, report.rejected, report.failures.size()))
                .as("expired, refused, failed: %s", report.failures)
                .containsExactly(expired, rejected, failed);
    }

    private void sweep(int number) {
        expiry(bookings, clock).sweep(number, report);
    }

    private Expiry expiry(
            Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings,
            VirtualClock clock) {
        return new Expiry(shard, bookings, view, clock);
    }

    private void send(String id, BookingCommand command) {
        bookings.send(id, command, new Trace(id + command, "http", "request-" + id, null));
    }

    private Commit<BookingEvent> last(String id) {
        return journal.read(id, 0).getLast();
    }

    private BookingStatus status(String id) {
        return Objects.requireNonNull(view.saved(id)).value().status();
    }
}
