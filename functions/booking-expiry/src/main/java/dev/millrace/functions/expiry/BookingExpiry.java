package dev.millrace.functions.expiry;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.DueBookings;
import dev.millrace.booking.Expiry;
import dev.millrace.booking.Expiry.RowFailed;
import dev.millrace.booking.Expiry.Swept;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.Threads;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.LoggedBackoff;
import dev.millrace.eventsourcing.lambda.LoggedCommands;
import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.SweepMetrics;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Each minute: expires what is due, all shards side by side, and stops before its own time is up.
public final class BookingExpiry implements RequestHandler<ScheduledEvent, Map<String, Object>> {
    /// What the row in hand may still need: its calls one after the other, each as slow as may be.
    static final long RESERVE_MILLIS =
            Clients.CALL.multipliedBy(Expiry.MOST_CALLS_A_ROW).toMillis();

    private static final Metric EXPIRED = Metric.count("Expired");

    private final Log log;
    private final Threads threads;
    private final Expiry expiry;

    public BookingExpiry() {
        this(System.getenv());
    }

    public BookingExpiry(Map<String, String> variables) {
        var environment = new Environment(variables);
        this(environment, Runtime.system(), new AwsClients(environment));
    }

    public BookingExpiry(Environment environment, Runtime runtime, Clients clients) {
        var dynamoDb = clients.dynamoDb();
        var events = environment.required("BOOKING_EVENTS_TABLE");
        var journal = new DynamoDbJournal<>(dynamoDb, events, BOOKING);
        var table = new BookingTable(dynamoDb, environment.required("BOOKING_VIEW_TABLE"));
        this.log = new Log(environment, runtime);
        this.threads = runtime.threads();
        var clock = runtime.clock();
        var backoff = new LoggedBackoff(runtime.backoff(), "journal", log);
        var bookings = new Entities<>(BOOKING, journal, clock, backoff, new LoggedCommands(log));
        var view = new View<>(BookingRow::project, table, journal);
        this.expiry = new Expiry(table, bookings, view, clock, this::steppedOver);
    }

    @Override
    public Map<String, Object> handleRequest(ScheduledEvent event, Context context) {
        BooleanSupplier outOfTime = () -> context.getRemainingTimeInMillis() < RESERVE_MILLIS;
        var swept = sweep(outOfTime);
        var counts =
                Map.<String, Object>of(
                        "expired", swept.expired(),
                        "refused", swept.refused(),
                        "failed", swept.failed(),
                        "complete", swept.complete());
        log.info(
                "swept",
                counts,
                EXPIRED.of(swept.expired()),
                SweepMetrics.OVERDUE.of(swept.overdue()));
        return counts;
    }

    /// A shard that cannot be read at all fails the function once the others are done.
    private Swept sweep(BooleanSupplier outOfTime) {
        var shards =
                IntStream.range(0, DueBookings.SHARDS)
                        .<Callable<Swept>>mapToObj(shard -> () -> sweep(shard, outOfTime))
                        .toList();
        var swept = Swept.NOTHING;
        for (var shard : threads.runAll(DueBookings.SHARDS, shards)) swept = swept.plus(of(shard));
        return swept;
    }

    private Swept sweep(int shard, BooleanSupplier outOfTime) {
        return log.where(Map.of("process", "expiry"), () -> expiry.sweep(shard, outOfTime));
    }

    private static Swept of(Future<Swept> shard) {
        if (shard.state() == Future.State.SUCCESS) return shard.resultNow();
        throw new IllegalStateException("a shard could not be swept", shard.exceptionNow());
    }

    private void steppedOver(RowFailed failed) {
        var fields =
                Map.of(
                        "entity",
                        "Booking#" + failed.row().bookingId(),
                        "correlation_id",
                        failed.row().correlationId());
        log.error(
                "a due booking was stepped over; the next sweep tries it again",
                failed.cause(),
                fields,
                SweepMetrics.STEPPED_OVER.of(1));
    }
}
