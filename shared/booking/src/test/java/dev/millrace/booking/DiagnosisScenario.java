package dev.millrace.booking;

import static dev.millrace.booking.Examples.DEADLINE;
import static dev.millrace.booking.Examples.TICKETS;
import static dev.millrace.booking.Examples.eur;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.Findings.Standing;
import dev.millrace.booking.Seats.HoldAnswer;
import dev.millrace.booking.Seats.HoldAnswer.Held;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is found of the booking; the view has taken all of it if nothing else is said.
final class DiagnosisScenario {
    static final Instant BEGIN = DEADLINE.minus(Duration.ofHours(6));
    static final Held HELD = new Held(TICKETS, DEADLINE);

    private final List<Commit<BookingEvent>> commits = new ArrayList<>();
    private final List<Standing> steps = new ArrayList<>();
    private Payments payments = Payments.NONE;
    private final List<Owed> owed = new ArrayList<>();
    private final List<Waiting<PaymentInput>> waiting = new ArrayList<>();
    private final Map<String, Timer> timers = new HashMap<>();
    private final Map<String, Timer> reminder = new HashMap<>();
    private @Nullable HoldAnswer seats;
    private boolean isShown = true;
    private long failedPayments;
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
        steps.add(new Standing(process, key, parked, List.of()));
        return this;
    }

    DiagnosisScenario skipped(String process, String key, String reason) {
        steps.add(new Standing(process, key, null, List.of(new Skipped(key, reason, BEGIN))));
        return this;
    }

    DiagnosisScenario payment(String id, Payments.Standing standing) {
        payments = payments.with(new PaymentReceived("bob", id, "b", eur("25.00")), standing);
        return this;
    }

    DiagnosisScenario waitsForBooking(String id, Instant until) {
        timers.put(id, new Timer(until, null, "e", "PaymentReceived/" + id));
        return payment(id, Payments.Standing.KEPT);
    }

    DiagnosisScenario waiting(String id) {
        waiting.add(new Waiting<>(id, new PaymentInput.WaitedLongEnough("p1"), "e"));
        return this;
    }

    DiagnosisScenario owes(PublicEvent message) {
        owed.add(new Owed("o", new Effect.Publish(message), "r", "Booking#b/2/0"));
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

    DiagnosisScenario notShown() {
        isShown = false;
        return this;
    }

    DiagnosisScenario failedPayments(long count) {
        failedPayments = count;
        return this;
    }

    void then(String... sentences) {
        assertThat(why()).containsExactly(sentences);
    }

    /// One sentence has all of it.
    DiagnosisScenario thenAmong(String... parts) {
        assertThat(why()).anySatisfy(sentence -> assertThat(sentence).contains(parts));
        return this;
    }

    void thenNowhere(String part) {
        assertThat(why()).noneMatch(sentence -> sentence.contains(part));
    }

    private @Nullable Row<BookingRow> row() {
        BookingRow row = null;
        for (var commit : commits) row = BookingRow.project(row, commit);
        return row == null ? null : new Row<>(row, commits.size());
    }

    private List<String> why() {
        return Diagnosis.why(
                new Findings(
                        "b",
                        commits,
                        new Instance<>(
                                "b", 1, payments, false, Map.of(), owed, timers, waiting, List.of(),
                                null, Set.of()),
                        new Instance<>(
                                "b",
                                1,
                                new Reminder().initial(),
                                false,
                                Map.of(),
                                List.of(),
                                reminder,
                                List.of(),
                                List.of(),
                                null,
                                Set.of()),
                        steps,
                        seats,
                        isShown ? row() : null,
                        failedPayments,
                        List.of()),
                now);
    }
}
