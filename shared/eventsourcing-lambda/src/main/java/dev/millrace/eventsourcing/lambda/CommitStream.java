package dev.millrace.eventsourcing.lambda;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Threads;
import dev.millrace.eventsourcing.dynamodb.CommitItems;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// A batch of a journal's stream: the commits of one entity in order, different entities side by
/// side.
///
/// Where an entity fails, the lowest sequence number of its records is reported, and Lambda
/// delivers from there again: whoever takes commits must bear to see one twice. Other entities go
/// on.
public final class CommitStream<E> {
    /// How many entities are worked on at once: a cold function opens a connection for each.
    private static final int AT_ONCE = 16;

    private final CommitItems<?, E> items;
    private final String process;
    private final Metric lag;
    private final Log log;
    private final Threads threads;

    /// @param process who takes the commits, as every line of the log says
    /// @param lag from the first commit of an entity in a batch until all of it is taken
    public CommitStream(
            CommitItems<?, E> items, String process, Metric lag, Log log, Threads threads) {
        this.items = items;
        this.process = process;
        this.lag = lag;
        this.log = log;
        this.threads = threads;
    }

    /// Takes the commits of one entity that stand in one batch, in the order of the stream.
    @FunctionalInterface
    public interface Taker<E> {
        void take(String entityId, List<Commit<E>> commits);
    }

    /// Keeps a commit for later that cannot be read here (newer code wrote it, or nobody should
    /// have), so that it holds up nobody else.
    @FunctionalInterface
    public interface Unreadable {
        /// @param commit its name: `Booking#4k2…/3`
        void park(String commit, RuntimeException defect);
    }

    /// Hands every entity's commits to the taker, and answers the failures: whatever is not known
    /// to be taken has failed.
    public StreamsEventResponse deliver(
            DynamodbEvent event, Taker<E> taker, Unreadable unreadable) {
        var batch = byEntity(event);
        var waiting = new ConcurrentHashMap<String, List<DynamodbStreamRecord>>(batch);
        try (var entities = threads.open(AT_ONCE)) {
            batch.forEach((key, records) ->
                    entities.execute(() -> {
                        if (taken(key, records, taker, unreadable)) waiting.remove(key);
                    }));
        }
        var lowest =
                waiting.values().stream()
                        .map(CommitStream::sequenceNumber)
                        .min(Comparator.comparing(BigInteger::new));
        return new StreamsEventResponse(lowest.map(BatchItemFailure::new).stream().toList());
    }

    private boolean taken(
            String key, List<DynamodbStreamRecord> records, Taker<E> taker, Unreadable unreadable) {
        return log.where(
                Map.of("process", process, "entity", key),
                () -> {
                    var began = log.now();
                    try {
                        tell(take(records, taker, unreadable), began);
                        return true;
                    } catch (RuntimeException | Error cause) {
                        log.error(
                                "a stream record failed and will come again",
                                cause,
                                whence(records.getFirst()));
                        return false;
                    }
                });
    }

    /// What was taken, and how long after it happened: what nobody can read is told by who parks
    /// it.
    private void tell(List<Commit<E>> taken, Instant began) {
        if (taken.isEmpty()) return;
        var first = taken.getFirst();
        var fields =
                Map.of(
                        "correlation_id", first.correlationId(),
                        "causation_id", first.eventId(0),
                        "commits", taken.size(),
                        "outcome", "DONE",
                        "duration_ms", log.since(began).toMillis());
        log.info("taken", fields, lag.of(log.since(first.at())));
    }

    private List<Commit<E>> take(
            List<DynamodbStreamRecord> records, Taker<E> taker, Unreadable unreadable) {
        var taken = new ArrayList<Commit<E>>();
        var readable = new ArrayList<Commit<E>>();
        for (var record : records) {
            try {
                readable.add(commit(record));
                taken.add(readable.getLast());
            } catch (RuntimeException defect) {
                hand(readable, taker);
                unreadable.park(name(record), defect);
            }
        }
        hand(readable, taker);
        return taken;
    }

    private static <E> void hand(List<Commit<E>> commits, Taker<E> taker) {
        if (!commits.isEmpty()) {
            taker.take(commits.getFirst().entityId(), List.copyOf(commits));
        }
        commits.clear();
    }

    /// Where it begins again, and by whose request that was written.
    private static Map<String, String> whence(DynamodbStreamRecord first) {
        var fields = new HashMap<String, String>();
        fields.put("sequence_number", first.getDynamodb().getSequenceNumber());
        var image = first.getDynamodb().getNewImage();
        var correlation = image == null ? null : image.get("cor");
        if (correlation != null) fields.put("correlation_id", correlation.getS());
        return fields;
    }

    private static String sequenceNumber(List<DynamodbStreamRecord> records) {
        return records.getFirst().getDynamodb().getSequenceNumber();
    }

    /// A journal only grows: whatever is no insert (an item removed by hand) says nothing.
    private static Map<String, List<DynamodbStreamRecord>> byEntity(DynamodbEvent event) {
        return event.getRecords().stream()
                .filter(record -> "INSERT".equals(record.getEventName()))
                .collect(
                        Collectors.groupingBy(
                                CommitStream::key, LinkedHashMap::new, Collectors.toList()));
    }

    private static String key(DynamodbStreamRecord record) {
        return requireNonNull(record.getDynamodb().getKeys().get("pk"), "a record without pk")
                .getS();
    }

    private static String name(DynamodbStreamRecord record) {
        var seq = requireNonNull(record.getDynamodb().getKeys().get("seq"), "a record without seq");
        return key(record) + "/" + seq.getN();
    }

    private Commit<E> commit(DynamodbStreamRecord record) {
        var attributes =
                new HashMap<
                        String, software.amazon.awssdk.services.dynamodb.model.AttributeValue>();
        record.getDynamodb()
                .getNewImage()
                .forEach((name, value) -> attributes.put(name, sdk(value)));
        return items.commit(new Item(attributes));
    }

    static software.amazon.awssdk.services.dynamodb.model.AttributeValue sdk(AttributeValue value) {
        return software.amazon.awssdk.services.dynamodb.model.AttributeValue.builder()
                .s(value.getS())
                .n(value.getN())
                .build();
    }
}
