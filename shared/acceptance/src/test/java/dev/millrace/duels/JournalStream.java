package dev.millrace.duels;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import dev.millrace.eventsourcing.dynamodb.InMemoryDynamoDb;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The journal's stream and its two readers.
///
/// A record contains the item as it is at the delivery. So an item that was spoiled and mended
/// simulates one that newer code wrote, and that older code cannot read until it is replaced. After
/// [#keepImages], a record contains the item as it was then.
final class JournalStream {
    private static final int FIRST_NUMBER = 98;

    private final List<Map<String, AttributeValue>> keys = new ArrayList<>();
    private final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> images =
            new HashMap<>();
    private final Map<Reader, Integer> positions = new EnumMap<>(Reader.class);

    /// Who reads the stream.
    enum Reader {
        VIEW,
        PROCESSES
    }

    /// Records of a range of positions.
    record Batch(int from, int to, DynamodbEvent event) {}

    void add(Map<String, AttributeValue> item) {
        var key = new HashMap<>(item);
        key.keySet().retainAll(List.of("pk", "seq"));
        keys.add(key);
    }

    /// From now on, records contain the items as they are now, also after they are overwritten.
    void keepImages(InMemoryDynamoDb dynamoDb) {
        for (var key : keys) images.put(key, item(dynamoDb, key));
    }

    private Map<String, AttributeValue> item(
            InMemoryDynamoDb dynamoDb, Map<String, AttributeValue> key) {
        var image = images.get(key);
        return image != null
                ? image
                : dynamoDb.getItem(get -> get.tableName(Tables.EVENTS).key(key)).item();
    }

    boolean isAtEnd(Reader reader) {
        return position(reader) == keys.size();
    }

    /// @param again how many records that were delivered already are delivered again; if negative,
    ///   how many new ones are left out until later
    /// @param most the largest number of new records
    Batch batch(InMemoryDynamoDb dynamoDb, Reader reader, int again, int most) {
        var from = Math.clamp(position(reader) - again, 0, keys.size());
        var to = Math.clamp(Math.max(from, position(reader)) + most, from, keys.size());
        var items = keys.subList(from, to).stream().map(key -> item(dynamoDb, key)).toList();
        var event = StreamBatch.ofItems(items);
        event.getRecords()
                .forEach(record -> {
                    var number = Integer.parseInt(record.getDynamodb().getSequenceNumber());
                    record.getDynamodb().setSequenceNumber(Integer.toString(number + from));
                });
        return new Batch(from, to, event);
    }

    /// Notes that a batch was delivered. Records that failed are delivered again.
    ///
    /// @param failures the sequence numbers of the records that failed
    void delivered(Reader reader, Batch batch, List<String> failures) {
        if (batch.from() > position(reader)) return;
        var end =
                failures.stream()
                        .mapToInt(number -> Integer.parseInt(number) - FIRST_NUMBER)
                        .min()
                        .orElse(batch.to());
        positions.merge(reader, end, Math::max);
    }

    private int position(Reader reader) {
        return positions.getOrDefault(reader, 0);
    }
}
