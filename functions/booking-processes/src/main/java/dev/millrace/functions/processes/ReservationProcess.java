package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.BookingType.COMMANDS;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingCommand;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRejection;
import dev.millrace.booking.Reservation;
import dev.millrace.booking.Seats;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.StepRunner;
import dev.millrace.eventsourcing.dynamodb.CommitItems;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.CommitStream;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.ticketing.BoxOffice;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// The journal's stream to the reservation process. It learns every commit it sees, so confirming a
/// booking needs no read of it.
public final class ReservationProcess
        implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private final Log log;
    private final CommitStream<BookingEvent> stream;
    private final Entities<Booking, BookingCommand, BookingEvent, BookingRejection> bookings;
    private final StepRunner<BookingEvent, BookingCommand, BookingRejection> reservation;

    public ReservationProcess() {
        this(System.getenv());
    }

    public ReservationProcess(Map<String, String> variables) {
        var environment = new Environment(variables);
        var dynamoDb = Aws.dynamoDb(environment);
        var events = environment.required("BOOKING_EVENTS_TABLE");
        var clock = InstantSource.system();
        this(
                new DynamoDbJournal<>(dynamoDb, events, BOOKING),
                new BoxOffice(
                        dynamoDb,
                        environment.required("SEATS_TABLE"),
                        clock,
                        environment.duration("RESERVATION_HOLD"),
                        Aws.backoff()),
                clock,
                Log.of(environment));
    }

    ReservationProcess(
            Journal<Booking, BookingEvent> journal, Seats seats, InstantSource clock, Log log) {
        this.log = log;
        this.stream = new CommitStream<>(new CommitItems<>(BOOKING), "reservation", log);
        this.bookings = new Entities<>(BOOKING, journal, clock, Aws.backoff(), log.commands());
        this.reservation = new StepRunner<>(new Reservation(seats), bookings, COMMANDS);
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        return stream.deliver(event, this::take);
    }

    private void take(String bookingId, List<Commit<BookingEvent>> commits) {
        for (var commit : commits) {
            bookings.learn(commit);
            log.where(
                    Map.of("correlation_id", commit.correlationId()),
                    () -> {
                        reservation.run(commit);
                        return bookingId;
                    });
        }
    }
}
