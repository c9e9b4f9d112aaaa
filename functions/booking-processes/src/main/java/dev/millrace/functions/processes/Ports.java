package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.Seat;
import dev.millrace.booking.Seats;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.dynamodb.DueInstances;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbProcessStore;
import dev.millrace.eventsourcing.dynamodb.ParkedInstances;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.EventBridgeBus;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.LoggedBackoff;
import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.ticketing.BoxOffice;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The world as the processes see it.
///
/// @param unknownBookingWait how long a payment waits for a booking that nobody knows
record Ports(
        Journal<Booking, BookingEvent> journal,
        Seats seats,
        ViewStore<BookingRow> rows,
        Bus bus,
        Instances instances,
        Duration unknownBookingWait,
        Runtime runtime) {

    /// Where the instances of all processes are kept.
    record Instances(DynamoDbClient dynamoDb, String table) {
        <S, I> ProcessStore<S, I> of(StatefulProcess<S, I> process) {
            return new DynamoDbProcessStore<>(dynamoDb, table, process, BOOKING);
        }

        DueInstances due() {
            return new DueInstances(dynamoDb, table);
        }

        ParkedInstances parked() {
            return new ParkedInstances(dynamoDb, table);
        }
    }

    static Ports of(Environment environment, Runtime runtime, Clients clients, Log log) {
        var dynamoDb = clients.dynamoDb();
        return new Ports(
                journal(environment, clients),
                seats(environment, runtime, clients, log),
                rows(environment, dynamoDb),
                new EventBridgeBus(
                        clients.eventBridge(),
                        environment.required("BUS"),
                        "bookings",
                        new LoggedBackoff(runtime.backoff(), "bus", log)),
                new Instances(dynamoDb, environment.required("PROCESSES_TABLE")),
                environment.duration("UNKNOWN_BOOKING_WAIT"),
                runtime);
    }

    static Journal<Booking, BookingEvent> journal(Environment environment, Clients clients) {
        return new DynamoDbJournal<>(
                clients.dynamoDb(), environment.required("BOOKING_EVENTS_TABLE"), BOOKING);
    }

    /// A function that is given no seats holds none: payments need none.
    private static Seats seats(Environment environment, Runtime runtime, Clients clients, Log log) {
        return environment.orNull("SEATS_TABLE") == null
                ? new NoSeats()
                : boxOffice(environment, runtime, clients, log);
    }

    static BoxOffice boxOffice(Environment environment, Runtime runtime, Clients clients, Log log) {
        return new BoxOffice(
                clients.dynamoDb(),
                environment.required("SEATS_TABLE"),
                runtime.clock(),
                environment.duration("RESERVATION_HOLD"),
                new LoggedBackoff(runtime.backoff(), "seats", log));
    }

    /// A function that is given no view heals none.
    private static ViewStore<BookingRow> rows(Environment environment, DynamoDbClient dynamoDb) {
        var table = environment.orNull("BOOKING_VIEW_TABLE");
        return table == null ? new NoRows() : new BookingTable(dynamoDb, table);
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

    private record NoRows() implements ViewStore<BookingRow> {
        @Override
        public Row<BookingRow> load(String bookingId) {
            throw missing();
        }

        @Override
        public boolean save(String bookingId, Row<BookingRow> row, @Nullable Row<BookingRow> onto) {
            throw missing();
        }

        @Override
        public Replaced replace(String bookingId, Row<BookingRow> row) {
            throw missing();
        }

        private static IllegalStateException missing() {
            return new IllegalStateException("this function has no BOOKING_VIEW_TABLE");
        }
    }
}
