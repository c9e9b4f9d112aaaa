package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.BookingType.COMMANDS;

import dev.millrace.booking.Announcement;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingCommand;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRejection;
import dev.millrace.booking.PaymentCollection;
import dev.millrace.booking.PaymentInput;
import dev.millrace.booking.Payments;
import dev.millrace.booking.Reminder;
import dev.millrace.booking.Reservation;
import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Commands;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.StepRunner;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbProcessStore;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.EventBridgeBus;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.process.CommitStep;
import dev.millrace.eventsourcing.process.Deliveries;
import dev.millrace.eventsourcing.process.ProcessHost;
import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.Source.Said;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.StepHost;
import dev.millrace.eventsourcing.process.StepInstances;
import dev.millrace.eventsourcing.process.Swept;
import dev.millrace.ticketing.BoxOffice;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The registry: every process of the booking, by its persisted name. A name used twice fails here.
final class Processes {
    private final Journal<Booking, BookingEvent> journal;
    private final Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings;
    private final Bus bus;
    private final Instances instances;
    private final InstantSource clock;
    private final Log log;
    private final Map<String, Swept> byName = new LinkedHashMap<>();
    private final List<Hears> hosts;
    private final ProcessHost<Payments, PaymentInput> payments;

    /// Whoever takes the commits of the bookings' journal.
    @FunctionalInterface
    private interface Hears {
        void take(Commit<BookingEvent> commit);
    }

    /// Where the instances of all processes are kept.
    record Instances(DynamoDbClient dynamoDb, String table) {
        <S, I> ProcessStore<S, I> of(StatefulProcess<S, I> process) {
            return new DynamoDbProcessStore<>(dynamoDb, table, process, BOOKING);
        }
    }

    static Processes of(Environment environment, Log log) {
        var dynamoDb = Aws.dynamoDb(environment);
        var clock = InstantSource.system();
        var seats = seats(environment, dynamoDb, clock);
        var bus =
                new EventBridgeBus(
                        Aws.eventBridge(environment),
                        environment.required("BUS"),
                        "bookings",
                        Aws.backoff());
        return new Processes(
                new DynamoDbJournal<>(
                        dynamoDb, environment.required("BOOKING_EVENTS_TABLE"), BOOKING),
                seats,
                bus,
                new Instances(dynamoDb, environment.required("PROCESSES_TABLE")),
                environment.duration("UNKNOWN_BOOKING_WAIT"),
                clock,
                log);
    }

    /// A function that is given no seats hosts no reservation: payments need none.
    private static Seats seats(
            Environment environment, DynamoDbClient dynamoDb, InstantSource clock) {
        var table = environment.orNull("SEATS_TABLE");
        if (table == null) return new NoSeats();
        var hold = environment.duration("RESERVATION_HOLD");
        return new BoxOffice(dynamoDb, table, clock, hold, Aws.backoff());
    }

    private record NoSeats() implements Seats {
        @Override
        public HoldAnswer hold(String bookingId, String concertId, List<Seat> seats) {
            throw new IllegalStateException("this function has no SEATS_TABLE");
        }

        @Override
        public void release(String bookingId) {
            throw new IllegalStateException("this function has no SEATS_TABLE");
        }
    }

    Processes(
            Journal<Booking, BookingEvent> journal,
            Seats seats,
            Bus bus,
            Instances instances,
            Duration unknownBookingWait,
            InstantSource clock,
            Log log) {
        this.journal = journal;
        this.bookings = new Entities<>(BOOKING, journal, clock, Aws.backoff(), log.commands());
        this.bus = bus;
        this.instances = instances;
        this.clock = clock;
        this.log = log;
        var ofPayments = paymentSource();
        var ofReminders = reminderSource();
        this.payments = host(new PaymentCollection(unknownBookingWait), ofPayments);
        var reminders = host(new Reminder(), ofReminders);
        var reservation = new Reservation(seats);
        var runner = new StepRunner<>(reservation, bookings, COMMANDS);
        var reservations = step(CommitStep.of(reservation.name(), runner::run));
        var announcements = step(new Announcement(bus));
        this.hosts =
                List.of(
                        reservations::take,
                        announcements::take,
                        commit -> payments.take(ofPayments, commit),
                        commit -> reminders.take(ofReminders, commit));
    }

    ProcessHost<Payments, PaymentInput> payments() {
        return payments;
    }

    /// By its persisted name.
    Optional<Swept> named(String process) {
        return Optional.ofNullable(byName.get(process));
    }

    /// Gives a commit to every process. One that has an outage keeps none of the others from it,
    /// and is given the commit again, as all are.
    void take(Commit<BookingEvent> commit) {
        bookings.learn(commit);
        RuntimeException outage = null;
        for (var host : hosts) {
            try {
                host.take(commit);
            } catch (RuntimeException failed) {
                if (outage == null) outage = failed;
                else outage.addSuppressed(failed);
            }
        }
        if (outage != null) throw outage;
    }

    private StepHost<BookingEvent> step(CommitStep<BookingEvent> step) {
        var store = instances.of(new StepInstances(step.name()));
        var traced =
                CommitStep.<BookingEvent>of(
                        step.name(), commit -> where(step.name(), commit, () -> step.run(commit)));
        return register(
                new StepHost<>(traced, BOOKING.name(), journal, store, clock, Aws.backoff()));
    }

    private <S, I> ProcessHost<S, I> host(
            StatefulProcess<S, I> process, Source<BookingEvent, I> source) {
        var store = instances.of(process);
        var deliveries = new Deliveries(new Commands(bookings), bus);
        return register(
                new ProcessHost<>(
                        process, List.of(source), store, deliveries, clock, Aws.backoff()));
    }

    private <H extends Swept> H register(H host) {
        if (byName.put(host.name(), host) != null) {
            throw new IllegalStateException("two processes are called " + host.name());
        }
        return host;
    }

    private void where(String process, Commit<BookingEvent> commit, Runnable work) {
        log.where(
                Map.of("process", process, "correlation_id", commit.correlationId()),
                () -> {
                    work.run();
                    return process;
                });
    }

    private Source<BookingEvent, PaymentInput> paymentSource() {
        return new Source<>(
                BOOKING.name(),
                journal,
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
                journal,
                (commit, event) ->
                        Optional.of(
                                new Said<>(
                                        commit.entityId(),
                                        new Reminder.Input.Happened(
                                                commit.entityId(), event, commit.at()))),
                Optional::of);
    }
}
