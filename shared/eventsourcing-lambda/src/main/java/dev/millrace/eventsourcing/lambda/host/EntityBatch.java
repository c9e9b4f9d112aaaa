package dev.millrace.eventsourcing.lambda.host;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.dynamodb.CommitItems;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.process.StreamReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Handles one entity's records in a batch of a stream.
final class EntityBatch implements Runnable {
    private final Reader reader;
    private final String key;
    private final List<DynamodbStreamRecord> records;
    private volatile boolean handled;

    /// The reader of a stream, with its service and log.
    ///
    /// @param lag measures from the first commit of a batch until all of it is handled
    record Reader(Service service, StreamReader reader, Log log, Metric lag) {}

    /// @param key the entity's key in the table: `Parcel#4k2…`
    EntityBatch(Reader reader, String key, List<DynamodbStreamRecord> records) {
        this.reader = reader;
        this.key = key;
        this.records = records;
    }

    /// Passes the commits to the reader, in the order of the stream. A record that cannot be read
    /// is parked before the next one is handled.
    @Override
    public void run() {
        var log = reader.log();
        var began = log.now();
        try (var _ = log.with(Map.of("process", reader.reader().name(), "entity", key))) {
            try {
                var entity = key.contains("#") ? EntityRef.of(key) : new EntityRef("", key);
                var all = new ArrayList<Commit<?>>();
                var next = new ArrayList<Commit<?>>();
                for (var record : records) {
                    try {
                        next.add(commit(entity, record));
                        if (!next.getLast().isErased()) all.add(next.getLast());
                    } catch (RuntimeException defect) {
                        reader.reader().handle(entity, List.copyOf(next));
                        next.clear();
                        reader.reader().unreadable(name(record), defect);
                    }
                }
                reader.reader().handle(entity, next);
                report(all, began);
                handled = true;
            } catch (RuntimeException | Error failed) {
                log.error("a stream record failed; Lambda redelivers it", failed, firstFields());
            }
        }
    }

    private Commit<?> commit(EntityRef entity, DynamodbStreamRecord record) {
        var type = reader.service().type(entity.type());
        var attributes = new HashMap<String, AttributeValue>();
        record.getDynamodb()
                .getNewImage()
                .forEach((name, value) ->
                        attributes.put(
                                name,
                                AttributeValue.builder().s(value.getS()).n(value.getN()).build()));
        return new CommitItems<>(type).commit(new Item(attributes));
    }

    /// Logs what was handled, and how long after the commit. Parking reports an unreadable commit,
    /// and the erasure an erased one.
    private void report(List<Commit<?>> commits, Instant began) {
        if (commits.isEmpty()) return;
        var log = reader.log();
        var first = commits.getFirst();
        log.info(
                "handled",
                Map.of(
                        "correlation_id", first.correlationId(),
                        "causation_id", first.eventId(0),
                        "commits", commits.size(),
                        "outcome", "DONE",
                        "duration_ms", log.since(began).toMillis()),
                reader.lag().of(log.since(first.at())));
    }

    boolean isHandled() {
        return handled;
    }

    /// The sequence number of the entity's first record. If the entity fails, Lambda delivers again
    /// from there, or from an earlier failure.
    String sequenceNumber() {
        return records.getFirst().getDynamodb().getSequenceNumber();
    }

    private Map<String, String> firstFields() {
        var fields = new HashMap<String, String>();
        fields.put("sequence_number", sequenceNumber());
        var image = records.getFirst().getDynamodb().getNewImage();
        var correlation = image == null ? null : image.get("cor");
        if (correlation != null) fields.put("correlation_id", correlation.getS());
        return fields;
    }

    static String key(DynamodbStreamRecord record) {
        return requireNonNull(record.getDynamodb().getKeys().get("pk"), "a record without pk")
                .getS();
    }

    private String name(DynamodbStreamRecord record) {
        var seq = requireNonNull(record.getDynamodb().getKeys().get("seq"), "a record without seq");
        return key + "/" + seq.getN();
    }
}
