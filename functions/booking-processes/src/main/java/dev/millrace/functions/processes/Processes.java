package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Announcement;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingCommand;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRejection;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.PaymentCollection;
import dev.millrace.booking.PaymentInput;
import dev.millrace.booking.Payments;
import dev.millrace.booking.Reminder;
import dev.millrace.booking.Reservation;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Commands;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.StepRunner;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.LoggedBackoff;
import dev.millrace.eventsourcing.lambda.LoggedCommands;
import dev.millrace.eventsourcing.lambda.LoggedIncidents;
import dev.millrace.eventsourcing.process.CommitStep;
import dev.millrace.eventsourcing.process.Deliveries;
import dev.millrace.eventsourcing.process.Delivery;
import dev.millrace.eventsourcing.process.HostContext;
import dev.millrace.eventsourcing.process.OnDefect;
import dev.millrace.eventsourcing.process.ProcessHost;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.Source.Said;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.StepHost;
import dev.millrace.eventsourcing.process.StepInstances;
import dev.millrace.eventsourcing.process.Swept;
import dev.millrace.eventsourcing.process.ViewHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The registry: every process of the booking, by its persisted name. A name used twice fails here,
/// and another name is another process.
///
/// The stream itself is one of them, of which all others hear: what can be given to none of them (a
/// commit nobody can read, an instance that cannot be read or kept) is parked under it.
final class Processes {
    private final Ports ports;
    private final Log log;
    private final Bus bus;
    private final HostContext context;
    private final Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings;
    private final Map<String, Swept> byName = new LinkedHashMap<>();
    private final List<Hears> hosts;
    private final ProcessHost<Payments, PaymentInput> payments;
    private final StepHost<BookingEvent> stream;

    /// Whoever takes the commits of the bookings' journal.
    @FunctionalInterface
    private interface Hears {
        void take(Commit<BookingEvent> commit);
    }

    Processes(Ports ports, Log log) {
        this.ports = ports;
        this.log = log;
        var runtime = ports.runtime();
        var incidents = new LoggedIncidents(log);
        this.bus = new LoggedRefunds(ports.bus(), log);
        this.context =
                new HostContext(
                        runtime.clock(),
                        new LoggedBackoff(runtime.backoff(), "processes", log),
                        incidents);
        this.bookings =
                new Entities<>(
                        BOOKING,
                        ports.journal(),
                        runtime.clock(),
                        new LoggedBackoff(runtime.backoff(), "journal", log),
                        new LoggedCommands(log));
        var reservation = new Reservation(ports.seats());
        var runner = new StepRunner<>(reservation, bookings, incidents);
        var reservations = step(traced(CommitStep.of(reservation.name(), runner::run)));
        var announcements = step(traced(new Announcement(bus)));
        var ofPayments = paymentSource();
        var ofReminders = reminderSource();
        this.payments = host(new PaymentCollection(ports.unknownBookingWait()), ofPayments);
        var reminders = host(new Reminder(), ofReminders);
        this.hosts =
                List.of(
                        bookings::learn,
                        reservations::take,
                        announcements::take,
                        traced(payments.name(), commit -> payments.take(ofPayments, commit)),
                        traced(reminders.name(), commit -> reminders.take(ofReminders, commit)));
        this.stream = step(CommitStep.of("booking-stream", this::take));
        register(
                new ViewHost<>(
                        BookingRow.VIEW,
                        BOOKING.name(),
                        new View<>(BookingRow::project, ports.rows(), ports.journal()),
                        ports.instances().of(new StepInstances(BookingRow.VIEW)),
                        context));
    }

    ProcessHost<Payments, PaymentInput> payments() {
        return payments;
    }

    /// All of them, fed from the journal's stream.
    StepHost<BookingEvent> stream() {
        return stream;
    }

    /// By its persisted name.
    Optional<Swept> named(String process) {
        return Optional.ofNullable(byName.get(process));
    }

    /// How many commits the journal has of a booking.
    int commits(String bookingId) {
        return ports.journal().read(bookingId, 0).size();
    }

    /// The names of those that keep nothing but what is parked, under the commit it is.
    List<String> steps() {
        return byName.values().stream()
                .filter(StepHost.class::isInstance)
                .map(Swept::name)
                .toList();
    }

    Set<String> names() {
        return byName.keySet();
    }

    /// Gives a commit to every process. One that has an outage keeps none of the others from it,
    /// and is given the commit again, as all are.
    private void take(Commit<BookingEvent> commit) {
        var failures = new ArrayList<RuntimeException>();
        for (var host : hosts) {
            try {
                host.take(commit);
            } catch (RuntimeException failed) {
                failures.add(failed);
            } catch (StackOverflowError failed) {
                failures.add(new IllegalStateException("too deep", failed));
            }
        }
        failures.stream()
                .filter(Outage.class::isInstance)
                .findFirst()
                .ifPresent(Processes::rethrow);
        failures.stream().findFirst().ifPresent(Processes::rethrow);
    }

    private static void rethrow(RuntimeException failure) {
        throw failure;
    }

    private StepHost<BookingEvent> step(CommitStep<BookingEvent> step) {
        var store = ports.instances().of(new StepInstances(step.name()));
        return register(
                new StepHost<>(
                        step, BOOKING.name(), ports.journal(), store, Processes::never, context));
    }

    /// A step that is run in a certain way.
    private record Traced(CommitStep<BookingEvent> step, Hears how)
            implements CommitStep<BookingEvent> {
        @Override
        public String name() {
            return step.name();
        }

        @Override
        public void run(Commit<BookingEvent> commit) {
            how.take(commit);
        }

        @Override
        public Delivery delivery() {
            return step.delivery();
        }

        @Override
        public OnDefect onDefect() {
            return step.onDefect();
        }
    }

    private CommitStep<BookingEvent> traced(CommitStep<BookingEvent> step) {
        return new Traced(step, traced(step.name(), step::run));
    }

    /// Every line of whose log names the process and the request, and a last one how long it took.
    private Hears traced(String process, Hears hears) {
        return commit ->
                log.where(
                        Map.of(
                                "process",
                                process,
                                "entity",
                                BOOKING.name() + "#" + commit.entityId(),
                                "correlation_id",
                                commit.correlationId(),
                                "causation_id",
                                commit.eventId(0)),
                        () ->
                                log.timed(
                                        "step",
                                        () -> {
                                            hears.take(commit);
                                            return process;
                                        }));
    }

    /// No step here is delivered at most once.
    private static boolean never(String id) {
        throw new IllegalStateException("no marks are kept here: " + id);
    }

    private <S, I> ProcessHost<S, I> host(
            StatefulProcess<S, I> process, Source<BookingEvent, I> source) {
        var store = ports.instances().of(process);
        var deliveries = new Deliveries(new Commands(bookings), bus);
        return register(new ProcessHost<>(process, List.of(source), store, deliveries, context));
    }

    private <H extends Swept> H register(H host) {
        if (byName.put(host.name(), host) != null) {
            throw new IllegalStateException("two processes are called " + host.name());
        }
        return host;
    }

    private Source<BookingEvent, PaymentInput> paymentSource() {
        return new Source<>(
                BOOKING.name(),
                ports.journal(),
                (commit, event) ->
                        Optional.of(
                                new Said<>(
                                        commit.entityId(),
                                        new PaymentInput.Happened(commit.entityId(), event))),
                Optional::of);
    }

    private Source<BookingEvent, Reminder.Input> reminderSource() {
        return new Source<>(
                BOOKING.name(),
                ports.journal(),
                (commit, event) ->
                        Optional.of(
                                new Said<>(
                                        commit.entityId(),
                                        new Reminder.Input.Happened(
                                                commit.entityId(), event, commit.at()))),
                Optional::of);
    }
}
