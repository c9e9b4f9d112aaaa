package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.Examples.DEADLINE;
import static dev.millrace.booking.Examples.TICKETS;
import static dev.millrace.booking.Examples.eur;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.Seats.HoldAnswer;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.OtherEntities;
import dev.millrace.eventsourcing.trace.Findings;
import dev.millrace.eventsourcing.trace.Findings.Kept;
import dev.millrace.eventsourcing.trace.TraceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The findings on booking `b`. Its row is up to date by default.
final class DiagnosisScenario {
    static final Instant BEGIN = DEADLINE.minus(Duration.ofHours(6));
    static final Held HELD = new Held(TICKETS, DEADLINE);

    private final List<Commit<BookingEvent>> commits = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();
    private final List<Owed> owed = new ArrayList<>();
    private final Map<String, Timer> timers = new HashMap<>();
    private final Map<String, Timer> reminder = new HashMap<>();
    private Payments payments = Payments.NONE;
    private @Nullable HoldAnswer seats;
    private @Nullable RuntimeException seatsFailure;
    private boolean isShown = true;
    private int failedPayments;
    private Instant now = BEGIN.plusSeconds(5);

    DiagnosisScenario(BookingEvent... events) {
        for (var event : events) {
            var at = BEGIN.plusSeconds(commits.size());
            commits.add(
                    new Commit<>(
                            "b", commits.size() + 1, List.of(event), at, "c", "x Y", "r", null));
        }
    }

    DiagnosisScenario after(Duration time) {
        now = BEGIN.plus(time);
        return this;
    }

    DiagnosisScenario parked(String process, String key, Parked parked) {
        kept.add(new Kept(process, instance(key, null, Map.of(), List.of(), List.of(), parked)));
        return this;
    }

    DiagnosisScenario skipped(String process, String key, String reason) {
        var skipped = List.of(new Skipped(key, reason, BEGIN));
        kept.add(new Kept(process, instance(key, null, Map.of(), List.of(), skipped, null)));
        return this;
    }

    DiagnosisScenario payment(String id, Payments.PaymentStatus standing) {
        payments = payments.with(new PaymentReceived("bob", id, "b", eur("25.00")), standing);
        return this;
    }

    DiagnosisScenario waitsForBooking(String id, Instant until) {
        timers.put(id, new Timer(until, null, "e", "PaymentReceived/" + id));
        return payment(id, Payments.PaymentStatus.KEPT);
    }

    DiagnosisScenario owes(PublicEvent message) {
        owed.add(new Owed(message.id(), new Publish(message), "r", "Booking#b/2/0", null));
        return this;
    }

    DiagnosisScenario reminded(Instant at) {
        reminder.put("half time", new Timer(at, null, "r", "Booking#b/2/0"));
        return this;
    }

    DiagnosisScenario seats(HoldAnswer answer) {
        seats = answer;
        return this;
    }

    DiagnosisScenario seatsFail(RuntimeException failure) {
        seatsFailure = failure;
        return this;
    }

    DiagnosisScenario notShown() {
        isShown = false;
        return this;
    }

    DiagnosisScenario failedPayments(int count) {
        failedPayments = count;
        return this;
    }

    void then(String... sentences) {
        assertThat(report().why()).containsExactly(sentences);
    }

    /// Asserts that one sentence has all of these parts.
    DiagnosisScenario thenAmong(String... parts) {
        assertThat(report().why()).anySatisfy(sentence -> assertThat(sentence).contains(parts));
        return this;
    }

    TraceReport report() {
        var report = new TraceReport("");
        new BookingDiagnosis(Answer::new).explain(found(), report);
        return report;
    }

    private Findings<Booking, BookingEvent> found() {
        var all = new ArrayList<>(kept);
        all.add(new Kept("payment", instance("b", payments, timers, owed, List.of(), null)));
        var asked = new Reminder.Waiting("b", "ada", DEADLINE);
        all.add(new Kept("reminder", instance("b", asked, reminder, List.of(), List.of(), null)));
        var state = BOOKING.decider().initial();
        BookingRow row = null;
        for (var commit : commits) {
            state = BOOKING.decider().evolve(state, commit.events());
            row = BookingRow.project(row, commit);
        }
        Map<String, Row<?>> rows =
                row == null || !isShown
                        ? Map.of()
                        : Map.of(BookingRow.VIEW.name(), new Row<>(row, commits.size()));
        var entity = new EntityRef(BOOKING.name(), "b");
        return new Findings<>(entity, commits, state, all, rows, failedPayments, now);
    }

    private static <S> Instance<S, ?> instance(
            String key,
            @Nullable S state,
            Map<String, Timer> timers,
            List<Owed> owed,
            List<Skipped> skipped,
            @Nullable Parked parked) {
        return new Instance<>(
                key,
                1,
                state,
                false,
                Map.of(),
                owed,
                timers,
                List.of(),
                skipped,
                parked,
                Set.of(),
                OtherEntities.NONE);
    }

    /// Seats with the scenario's answer, which allow no other call.
    private final class Answer implements Seats {
        @Override
        public HoldAnswer hold(String bookingId, String concertId, List<Seat> wanted) {
            throw new UnsupportedOperationException("a diagnosis holds no seats");
        }

        @Override
        public void release(String bookingId) {
            throw new UnsupportedOperationException("a diagnosis releases no seats");
        }

        @Override
        public @Nullable HoldAnswer answer(String bookingId) {
            if (seatsFailure != null) throw seatsFailure;
            return seats;
        }
    }
}
