package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;

import dev.millrace.eventsourcing.aws.AwsErrors;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.ProcessStore;
import dev.millrace.eventsourcing.process.ProcessType;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/// Stores the instances of one process in the table of all processes (`pk` text). An instance is
/// one item, a save is one conditional `PutItem`, and a load is one `GetItem`.
///
/// The same write updates the indexes that [DueInstances] and [ParkedInstances] read.
public final class DynamoDbProcessStore<S, I> implements ProcessStore<S, I> {
    private final DynamoDbClient client;
    private final String table;
    private final InstanceItems<S, I> items;

    public DynamoDbProcessStore(DynamoDbClient client, String table, ProcessType<S, I> process) {
        this.client = client;
        this.table = table;
        this.items = new InstanceItems<>(process);
    }

    /// @throws IllegalArgumentException if the item cannot be read; the message names the process
    ///   and the key
    @Override
    public Instance<S, I> load(String key) {
        var get =
                GetItemRequest.builder()
                        .tableName(table)
                        .key(Map.of("pk", items.key(key)))
                        .consistentRead(true)
                        .build();
        var found = AwsErrors.translate("read from " + table, () -> client.getItem(get));
        return found.hasItem() ? items.read(key, new Item(found.item())) : Instance.none(key);
    }

    /// @throws IllegalArgumentException if the instance is larger than an item may be; nothing is
    ///   written then
    @Override
    public boolean save(Instance<S, I> instance, Instant now) {
        var put = PutItemRequest.builder().tableName(table).item(items.write(instance, now));
        var onto = instance.version() - 1;
        if (onto == 0) {
            put.conditionExpression("attribute_not_exists(pk)");
        } else {
            put.conditionExpression("version = :onto")
                    .expressionAttributeValues(Map.of(":onto", fromN(Long.toString(onto))));
        }
        try {
            AwsErrors.translate("write to " + table, () -> client.putItem(put.build()));
            return true;
        } catch (ConditionalCheckFailedException moved) {
            return false;
        }
    }

    @Override
    public boolean hasRoom(Instance<S, I> instance) {
        return items.hasRoom(instance);
    }
}
