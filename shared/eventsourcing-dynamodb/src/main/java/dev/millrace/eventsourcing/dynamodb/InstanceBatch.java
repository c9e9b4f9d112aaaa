package dev.millrace.eventsourcing.dynamodb;

import dev.millrace.eventsourcing.aws.AwsErrors;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.LoadedInstances;
import dev.millrace.eventsourcing.process.ProcessType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// Loads instances of several processes with one `BatchGetItem`. An instance that DynamoDB left
/// unprocessed, or that is not in the batch, is read by a `GetItem` of its own.
public final class InstanceBatch implements LoadedInstances {
    /// The most keys that DynamoDB reads in one call.
    private static final int MOST_KEYS = 100;

    private final DynamoDbClient client;
    private final String table;
    private final Set<String> read;
    private final Map<String, Item> found;

    private InstanceBatch(
            DynamoDbClient client, String table, Set<String> read, Map<String, Item> found) {
        this.client = client;
        this.table = table;
        this.read = read;
        this.found = found;
    }

    /// Reads instances, strongly consistent. If there is only one key, its instance is read when it
    /// is needed.
    public static InstanceBatch load(
            DynamoDbClient client, String table, List<LoadedInstances.Key> keys) {
        var read =
                keys.stream()
                        .map(one -> InstanceItems.pk(one.process(), one.key()))
                        .distinct()
                        .limit(MOST_KEYS)
                        .collect(Collectors.toCollection(HashSet::new));
        if (read.size() < 2) return new InstanceBatch(client, table, Set.of(), Map.of());
        var asked =
                KeysAndAttributes.builder()
                        .keys(read.stream().map(InstanceBatch::key).toList())
                        .consistentRead(true)
                        .build();
        var batch = BatchGetItemRequest.builder().requestItems(Map.of(table, asked)).build();
        var answer = AwsErrors.translate("read from " + table, () -> client.batchGetItem(batch));
        var left = answer.unprocessedKeys().get(table);
        if (left != null) left.keys().forEach(key -> read.remove(new Item(key).text("pk")));
        return new InstanceBatch(
                client,
                table,
                read,
                answer.responses().getOrDefault(table, List.of()).stream()
                        .map(Item::new)
                        .collect(Collectors.toMap(item -> item.text("pk"), item -> item)));
    }

    private static Map<String, AttributeValue> key(String pk) {
        return Map.of("pk", AttributeValue.fromS(pk));
    }

    @Override
    public <S, I> Instance<S, I> load(ProcessType<S, I> process, String key) {
        var pk = InstanceItems.pk(process, key);
        if (!read.contains(pk)) return new DynamoDbProcessStore<>(client, table, process).load(key);
        var item = found.get(pk);
        return item == null ? Instance.none(key) : new InstanceItems<>(process).read(key, item);
    }
}
