package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.SortableTime;
import dev.millrace.eventsourcing.Unreadable;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The instances that somebody must look after, of every process in the table.
///
/// Index `due`: `dueShard`, `dueAt`, with `process` and `key`; an instance to which nothing is owed
/// is not in it. The index lags behind, so a sweep reads the instance consistently before it does
/// anything.
public final class DueInstances {
    /// The parts of the index, so that a rush on one instant is not a rush on one partition.
    public static final int SHARDS = 8;

    private static final String INDEX = "due";

    private final DynamoDbClient client;
    private final String table;

    public DueInstances(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /// One that is due, and since when.
    public record DueInstance(String process, String key, Instant since) {}

    /// What is due in one part of the index, most overdue first, eventually consistent.
    ///
    /// @param shard from 0 to [#SHARDS], exclusive
    /// @param unreadable receives each row that cannot be read; the stream has the others
    public Stream<DueInstance> due(int shard, Instant now, Consumer<Unreadable> unreadable) {
        return Pages.read(
                Pages.of(client, query(shard, now).build()), DueInstances::read, unreadable);
    }

    /// The most overdue of all parts, eventually consistent: a query for each part, which reads no
    /// more than that.
    ///
    /// @param unreadable receives each row that cannot be read, which counts too
    public List<DueInstance> first(int most, Instant now, Consumer<Unreadable> unreadable) {
        return IntStream.range(0, SHARDS)
                .mapToObj(shard ->
                        Pages.of(client, query(shard, now).limit(most).build()).limit(most))
                .flatMap(rows -> Pages.read(rows, DueInstances::read, unreadable))
                .sorted(Comparator.comparing(DueInstance::since))
                .limit(most)
                .toList();
    }

    private QueryRequest.Builder query(int shard, Instant now) {
        return QueryRequest.builder()
                .tableName(table)
                .indexName(INDEX)
                .keyConditionExpression("dueShard = :shard AND dueAt <= :now")
                .expressionAttributeValues(
                        Map.of(
                                ":shard", fromS(Integer.toString(shard)),
                                ":now", fromS(SortableTime.of(now))));
    }

    private static DueInstance read(Item item) {
        return new DueInstance(
                item.text("process"), item.text("key"), Instant.parse(item.text("dueAt")));
    }

    /// The attributes that put an item into the index.
    static Map<String, AttributeValue> attributes(String pk, Instant due) {
        var shard = Math.floorMod(pk.hashCode(), SHARDS);
        return Map.of(
                "dueShard", fromS(Integer.toString(shard)),
                "dueAt", fromS(SortableTime.of(due)));
    }
}
