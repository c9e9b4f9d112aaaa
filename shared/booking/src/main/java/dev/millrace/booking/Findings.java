package dev.millrace.booking;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Seats.HoldAnswer;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that is kept of one booking, wherever it is kept: the ground of a [Diagnosis].
///
/// The stores are read one after the other, the journal first: what is found in the others may be
/// newer than it, never older.
///
/// @param steps the instances that keep no state: each one kept had something parked once
/// @param seats absent where no seats were asked for yet
/// @param row absent where the view shows nothing
/// @param failedPayments how many reported payments, of whatever booking, reached no process
/// @param unreadable what could not be read, in words, and stands here as if it were not kept
public record Findings(
        String bookingId,
        List<Commit<BookingEvent>> commits,
        Instance<Payments, PaymentInput> payments,
        Instance<Reminder.Waiting, Reminder.Input> reminder,
        List<Standing> steps,
        @Nullable HoldAnswer seats,
        @Nullable Row<BookingRow> row,
        long failedPayments,
        List<String> unreadable) {

    public Findings {
        commits = List.copyOf(commits);
        steps = List.copyOf(steps);
        unreadable = List.copyOf(unreadable);
    }

    /// What an instance of a process cannot do, and what it was told to drop.
    public record Standing(
            String process, String instance, @Nullable Parked parked, List<Skipped> skipped) {
        public Standing {
            skipped = List.copyOf(skipped);
        }

        public static Standing of(String process, Instance<?, ?> instance) {
            return new Standing(process, instance.key(), instance.parked(), instance.skipped());
        }

        /// Whether anything of it needs telling.
        public boolean isAny() {
            return parked != null || !skipped.isEmpty();
        }
    }

    /// Nobody ever heard of it.
    public boolean isNothing() {
        return commits.isEmpty()
                && !payments.hasStarted()
                && payments.waiting().isEmpty()
                && unreadable.isEmpty()
                && standings().isEmpty();
    }

    /// Whatever of it is parked or was dropped, in every process.
    public List<Standing> standings() {
        return Stream.concat(
                        steps.stream(),
                        Stream.of(
                                Standing.of("payment", payments),
                                Standing.of("reminder", reminder)))
                .filter(Standing::isAny)
                .toList();
    }

    /// What the journal says it is.
    public Booking state() {
        return stateAfter(commits);
    }

    /// @throws IllegalStateException where one of them cannot have followed the others
    public static Booking stateAfter(List<Commit<BookingEvent>> commits) {
        var decider = BOOKING.decider();
        var state = decider.initial();
        for (var commit : commits) state = decider.evolve(state, commit.events());
        return state;
    }

    /// How many commits the view did not take yet.
    public long behind() {
        return row == null ? commits.size() : Math.max(0, commits.size() - row.version());
    }

    /// When the last thing happened to it.
    ///
    /// @throws java.util.NoSuchElementException where nothing did
    Instant changed() {
        return commits.getLast().at();
    }
}
