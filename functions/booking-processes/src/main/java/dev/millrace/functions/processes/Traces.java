package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.Findings;
import dev.millrace.booking.Findings.Standing;
import dev.millrace.booking.PaymentCollection;
import dev.millrace.booking.Reminder;
import dev.millrace.booking.Seats.HoldAnswer;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.StepInstances;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks up all that is kept of a booking. What cannot be read is said, and hides nothing else:
/// just then somebody asks.
///
/// It costs a query of the journal, and a `GetItem` for the row, the seats, the two instances, and
/// each step of each commit, of which a booking has few.
record Traces(
        Ports ports,
        Function<String, Optional<HoldAnswer>> seats,
        ParkedInstances parked,
        List<String> steps,
        Supplier<Long> failedPayments) {
    Findings of(String bookingId) {
        var unreadable = new ArrayList<String>();
        var commits = commits(bookingId, unreadable);
        var payments = new PaymentCollection(ports.unknownBookingWait());
        var reminders = new Reminder();
        return new Findings(
                bookingId,
                commits == null ? List.of() : commits,
                instance(payments, bookingId, unreadable),
                instance(reminders, bookingId, unreadable),
                commits == null
                        ? listed(bookingId, unreadable)
                        : steps(bookingId, commits.size(), unreadable),
                read("its seats", unreadable, () -> seats.apply(bookingId).orElse(null)),
                read("its row of the view", unreadable, () -> ports.rows().load(bookingId)),
                failedPayments.get(),
                unreadable);
    }

    /// Commits that cannot follow each other are as good as unreadable.
    private @Nullable List<Commit<BookingEvent>> commits(
            String bookingId, List<String> unreadable) {
        return read(
                "its journal",
                unreadable,
                () -> {
                    var commits = ports.journal().read(bookingId, 0);
                    Findings.stateAfter(commits);
                    return commits;
                });
    }

    private <S, I> Instance<S, I> instance(
            StatefulProcess<S, I> process, String key, List<String> unreadable) {
        var store = ports.instances().of(process);
        var instance =
                Traces.<Instance<S, I>>read(
                        "its instance of " + process.name(), unreadable, () -> store.load(key));
        return instance == null ? Instance.none(key) : instance;
    }

    private List<Standing> steps(String bookingId, int commits, List<String> unreadable) {
        var booking = new EntityRef(BOOKING.name(), bookingId).toString();
        var standings = new ArrayList<Standing>();
        for (var seq = 1; seq <= commits; seq++) {
            for (var step : steps) standings.add(step(step, booking + "/" + seq, unreadable));
        }
        standings.add(step(BookingRow.VIEW, booking, unreadable));
        return standings.stream().filter(Standing::isAny).toList();
    }

    private Standing step(String name, String key, List<String> unreadable) {
        return Standing.of(name, instance(new StepInstances(name), key, unreadable));
    }

    /// Where the journal does not tell which commits there are: all that is parked tells it.
    private List<Standing> listed(String bookingId, List<String> unreadable) {
        var booking = new EntityRef(BOOKING.name(), bookingId).toString();
        try (var all = parked.all(row -> unreadable.add(row.toString()))) {
            return all.filter(
                            one -> one.key().equals(booking) || one.key().startsWith(booking + "/"))
                    .map(one -> new Standing(one.process(), one.key(), one.parked(), List.of()))
                    .toList();
        }
    }

    private static <T> @Nullable T read(
            String what, List<String> unreadable, Supplier<@Nullable T> reading) {
        try {
            return reading.get();
        } catch (Outage outage) {
            throw outage;
        } catch (IllegalArgumentException | IllegalStateException broken) {
            unreadable.add("Of this booking %s cannot be read: %s".formatted(what, broken));
            return null;
        }
    }
}
