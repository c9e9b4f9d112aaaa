package dev.millrace.functions.processes;

import static dev.millrace.booking.BookingType.BOOKING;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import dev.millrace.booking.BookingEvent;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.dynamodb.CommitItems;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.CommitStream;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The journal's stream to the processes that react to it. Every commit seen is learned, so
/// confirming a booking needs no read of it.
public final class BookingProcess implements RequestHandler<DynamodbEvent, StreamsEventResponse> {
    private static final Metric LAG = Metric.millis("ProcessLag");

    private final CommitStream<BookingEvent> stream;
    private final Processes processes;

    public BookingProcess() {
        this(System.getenv());
        Priming.of(BookingProcessRehearsal::new);
    }

    public BookingProcess(Map<String, String> variables) {
        var environment = new Environment(variables);
        this(environment, Runtime.system(), new AwsClients(environment));
    }

    public BookingProcess(Environment environment, Runtime runtime, Clients clients) {
        var log = new Log(environment, runtime);
        this(Ports.of(environment, runtime, clients, log), log);
    }

    BookingProcess(Ports ports, Log log) {
        this.processes = new Processes(ports, log);
        this.stream =
                new CommitStream<>(
                        new CommitItems<>(BOOKING),
                        processes.stream().name(),
                        LAG,
                        log,
                        ports.runtime().threads());
    }

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, @Nullable Context context) {
        return stream.deliver(
                event,
                (_, commits) -> commits.forEach(processes.stream()::take),
                processes.stream()::unreadable);
    }
}
