package dev.millrace.eventsourcing.lambda;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.dynamodb.CommitItems;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// A batch of a journal's stream: the commits of one entity in order, different entities side by
/// side.
///
/// Where an entity fails, the lowest sequence number of its records is reported, and Lambda
/// delivers from there again: whoever takes commits must bear to see one twice. Other entities go
/// on.
public final class CommitStream<E> {
    private final CommitItems<?, E> items;
    private final Log log;

    public CommitStream(CommitItems<?, E> items, Log log) {
        this.items = items;
        this.log = log;
    }

    /// Takes the commits of one entity that stand in one batch, in the order of the stream.
    @FunctionalInterface
    public interface Taker<E> {
        void take(String entityId, List<Commit<E>> commits);
    }

    /// Hands every entity's commits to the taker, and answers the failures.
    public StreamsEventResponse deliver(DynamodbEvent event, Taker<E> taker) {
        var failed = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            byEntity(event)
                    .forEach((key, records) ->
                            threads.execute(() -> {
                                if (!taken(key, records, taker))
                                    failed.add(sequenceNumber(records));
                            }));
        }
        var lowest = failed.stream().min(Comparator.comparing(BigInteger::new));
        return new StreamsEventResponse(lowest.map(BatchItemFailure::new).stream().toList());
    }

    private boolean taken(String key, List<DynamodbStreamRecord> records, Taker<E> taker) {
        return log.where(
                Map.of("entity", key),
                () -> {
                    try {
                        taker.take(
                                items.entityId(key), records.stream().map(this::commit).toList());
                        return true;
                    } catch (RuntimeException | Error cause) {
                        var from = Map.of("sequence_number", sequenceNumber(records));
                        log.error("a stream record failed and will come again", cause, from);
                        return false;
                    }
                });
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

    private Commit<E> commit(DynamodbStreamRecord record) {
        var attributes =
                new HashMap<
                        String, software.amazon.awssdk.services.dynamodb.model.AttributeValue>();
        record.getDynamodb()
                .getNewImage()
                .forEach((name, value) -> attributes.put(name, sdk(value)));
        return items.commit(new Item(attributes));
    }

    private static software.amazon.awssdk.services.dynamodb.model.AttributeValue sdk(
            AttributeValue value) {
        return software.amazon.awssdk.services.dynamodb.model.AttributeValue.builder()
                .s(value.getS())
                .n(value.getN())
                .build();
    }
}
