package dev.millrace.functions.view;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingRow;
import dev.millrace.booking.dynamodb.BookingTable;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.dynamodb.CommitItems;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbProcessStore;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.CommitStream;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.LoggedBackoff;
import dev.millrace.eventsourcing.lambda.LoggedIncidents;
import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import dev.millrace.eventsourcing.process.HostContext;
import dev.millrace.eventsourcing.process.StepInstances;
import dev.millrace.eventsourcing.process.ViewHost;
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
        Priming.of(BookingViewRehearsal::new);
    }

    public BookingView(Map<String, String> variables) {
        var environment = new Environment(variables);
        this(environment, Runtime.system(), new AwsClients(environment));
    }

    public BookingView(Environment environment, Runtime runtime, Clients clients) {
        var log = new Log(environment, runtime);
        var dynamoDb = clients.dynamoDb();
        var events = environment.required("BOOKING_EVENTS_TABLE");
        var journal = new DynamoDbJournal<>(dynamoDb, events, BOOKING);
        var rows = new BookingTable(dynamoDb, environment.required("BOOKING_VIEW_TABLE"));
        var items = new CommitItems<>(BOOKING);
        this.stream = new CommitStream<>(items, BookingRow.VIEW, LAG, log, runtime.threads());
        this.view =
                new ViewHost<>(
                        BookingRow.VIEW,
                        BOOKING.name(),
                        new View<>(BookingRow::project, rows, journal),
                        new DynamoDbProcessStore<>(
                                dynamoDb,
                                environment.required("PROCESSES_TABLE"),
                                new StepInstances(BookingRow.VIEW)),
                        new HostContext(
                                runtime.clock(),
                                new LoggedBackoff(runtime.backoff(), "view", log),
                                new LoggedIncidents(log)));
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, @Nullable Context context) {
        return stream.deliver(event, view::take, view::unreadable);
    }
}
