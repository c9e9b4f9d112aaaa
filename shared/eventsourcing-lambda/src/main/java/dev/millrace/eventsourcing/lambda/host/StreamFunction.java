package dev.millrace.eventsourcing.lambda.host;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.process.StreamReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// Reads the streams of a service's journals. It handles the commits of one entity in order, and
/// different entities in parallel.
///
/// If an entity fails, the lowest sequence number of its records is reported, and Lambda delivers
/// again from there. So a commit may be handled twice. Other entities go on.
public abstract class StreamFunction
        implements RequestHandler<DynamodbEvent, StreamsEventResponse>, RequestStreamHandler {
    /// How many entities are handled in parallel. A cold function opens a connection for each.
    private static final int AT_ONCE = 16;

    private final Platform platform;
    private final EntityBatch.Reader reader;

    /// @param lag measures from the first commit of an entity in a batch until all of it is handled
    StreamFunction(Platform platform, Service service, StreamReader reader, Metric lag) {
        this.platform = platform;
        this.reader = new EntityBatch.Reader(service, reader, platform.log(), lag);
    }

    /// Lambda calls this method, not the typed one. It reads the event with the library's own
    /// Jackson, because Lambda's object mapping would load a second one at a cold start.
    @Override
    public final void handleRequest(
            InputStream event, OutputStream answer, @Nullable Context context) throws IOException {
        var batch = StreamRecords.read(Json.read(event));
        var failures =
                handleRequest(batch, context).getBatchItemFailures().stream()
                        .map(failure -> Map.of("itemIdentifier", failure.getItemIdentifier()))
                        .toList();
        Json.write(answer, Map.of("batchItemFailures", failures));
    }

    /// Handles a batch, and returns the failures. A record that is not known to be handled has
    /// failed.
    @Override
    public final StreamsEventResponse handleRequest(
            DynamodbEvent event, @Nullable Context context) {
        var batches = batches(event);
        if (batches.size() == 1) {
            // Another thread would slow the first event of a function. The task keeps what is
            // thrown, as a thread would: the batch is then not handled.
            new FutureTask<@Nullable Void>(batches.getFirst(), null).run();
        } else {
            try (var tasks = platform.runtime().threads().open(AT_ONCE)) {
                batches.forEach(tasks::execute);
            }
        }
        var lowest =
                batches.stream()
                        .filter(batch -> !batch.isHandled())
                        .map(EntityBatch::sequenceNumber)
                        .min(Comparator.comparing(BigInteger::new));
        return new StreamsEventResponse(lowest.map(BatchItemFailure::new).stream().toList());
    }

    /// Only an insert is a commit. An erasure overwrites commits, and an operator may remove items.
    private List<EntityBatch> batches(DynamodbEvent event) {
        return event.getRecords().stream()
                .filter(record -> "INSERT".equals(record.getEventName()))
                .collect(groupingBy(EntityBatch::key, LinkedHashMap::new, toList()))
                .entrySet()
                .stream()
                .map(batch -> new EntityBatch(reader, batch.getKey(), batch.getValue()))
                .toList();
    }
}
