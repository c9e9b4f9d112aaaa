package dev.millrace.functions.view;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.dynamodb.CommitItems;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbProcessStore;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.CommitStream;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.LoggedBackoff;
import dev.millrace.eventsourcing.lambda.LoggedIncidents;
import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import dev.millrace.eventsourcing.process.HostContext;
import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.process.StepInstances;
import dev.millrace.eventsourcing.process.StepInstances.Nothing;
import dev.millrace.eventsourcing.process.ViewHost;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps the bookings view: the journal's stream in, rows out. A row that cannot be kept is parked
/// in the processes' table, where the sweep finds it.
public final class BookingView implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private static final Metric LAG = Metric.millis("ViewLag");

    private final CommitStream<BookingEvent> stream;
    private final ViewHost<BookingEvent> view;

    public BookingView() {
        this(System.getenv());
        Priming.of(new Environment(System.getenv()), BookingViewRehearsal::new);
    }

    public BookingView(Map<String, String> variables) {
        this(new Environment(variables));
    }

    BookingView(Environment environment) {
        var dynamoDb = Aws.dynamoDb(environment);
        var events = environment.required("BOOKING_EVENTS_TABLE");
        this(
                new DynamoDbJournal<>(dynamoDb, events, BOOKING),
                new BookingTable(dynamoDb, environment.required("BOOKING_VIEW_TABLE")),
                new DynamoDbProcessStore<>(
                        dynamoDb,
                        environment.required("PROCESSES_TABLE"),
                        new StepInstances(BookingRow.VIEW)),
                InstantSource.system(),
                Log.of(environment));
    }

    BookingView(
            Journal<Booking, BookingEvent> journal,
            ViewStore<BookingRow> rows,
            ProcessStore<Nothing, Nothing> parked,
            InstantSource clock,
            Log log) {
        this.stream = new CommitStream<>(new CommitItems<>(BOOKING), BookingRow.VIEW, LAG, log);
        this.view =
                new ViewHost<>(
                        BookingRow.VIEW,
                        BOOKING.name(),
                        new View<>(BookingRow::project, rows, journal),
                        parked,
                        new HostContext(
                                clock,
                                new LoggedBackoff(Aws.backoff(), "view", log),
                                new LoggedIncidents(log)));
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, @Nullable Context context) {
        return stream.deliver(event, view::take, view::unreadable);
    }
}
