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

/// Finds the instances that the sweep must handle, of every process in the table.
///
/// The index `due` has the keys `dueShard` and `dueAt`, and includes `process` and `key`. An
/// instance without a due time is not in it. The index is eventually consistent, so a sweep reads
/// the instance consistently before it acts.
public final class DueInstances {
    /// The number of shards of the index. Instances that are due at the same instant are spread
    /// over several partitions.
    public static final int SHARDS = 8;

    private static final String INDEX = "due";

    private final DynamoDbClient client;
    private final String table;

    public DueInstances(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /// A due instance, and since when it is due.
    public record DueInstance(String process, String key, Instant since) {}

    /// The due instances of one shard, the most overdue first, eventually consistent.
    ///
    /// @param shard from 0 to [#SHARDS], exclusive
    /// @param unreadable receives each row that cannot be read; the stream has the others
    public Stream<DueInstance> due(int shard, Instant now, Consumer<Unreadable> unreadable) {
        return Pages.read(
                Pages.of(client, query(shard, now).build()), DueInstances::read, unreadable);
    }

    /// The most overdue instances of all shards, eventually consistent. It makes one query per
    /// shard, and each query reads at most `most` rows.
    ///
    /// @param unreadable receives each row that cannot be read; such a row counts as read
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
