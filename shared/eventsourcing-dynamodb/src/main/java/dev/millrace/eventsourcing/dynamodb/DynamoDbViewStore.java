package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.ViewStore;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;

/// The rows of a view in one table (`pk` text): the row as JSON, its version, and the attributes
/// its indexes need.
public final class DynamoDbViewStore<V> implements ViewStore<V> {
    private final DynamoDbClient client;
    private final String table;
    private final Class<V> type;
    private final Function<V, Map<String, String>> indexed;

    /// @param indexed the text attributes by which the table's indexes find a row; one that is left
    ///   out keeps the row out of its index
    public DynamoDbViewStore(
            DynamoDbClient client,
            String table,
            Class<V> type,
            Function<V, Map<String, String>> indexed) {
        this.client = client;
        this.table = table;
        this.type = type;
        this.indexed = indexed;
    }

    @Override
    public @Nullable Row<V> load(String entityId) {
        var get =
                GetItemRequest.builder()
                        .tableName(table)
                        .key(Map.of("pk", fromS(entityId)))
                        .consistentRead(true)
                        .build();
        var found = Outages.translating("read from " + table, () -> client.getItem(get));
        return found.hasItem() ? row(new Item(found.item())) : null;
    }

    /// The row of an item, such as a query over an index brings.
    public Row<V> row(Item item) {
        return new Row<>(Json.read(item.text("row"), type), item.number("version"));
    }

    @Override
    public boolean save(String entityId, Row<V> row, long onto) {
        var item = new HashMap<String, AttributeValue>();
        item.put("pk", fromS(entityId));
        item.put("version", fromN(Long.toString(row.version())));
        item.put("row", fromS(Json.write(row.value())));
        indexed.apply(row.value()).forEach((name, text) -> item.put(name, fromS(text)));
        var put = PutItemRequest.builder().tableName(table).item(item);
        if (onto == 0) {
            put.conditionExpression("attribute_not_exists(pk)");
        } else {
            put.conditionExpression("version = :onto")
                    .expressionAttributeValues(Map.of(":onto", fromN(Long.toString(onto))));
        }
        try {
            Outages.translating("write to " + table, () -> client.putItem(put.build()));
            return true;
        } catch (ConditionalCheckFailedException moved) {
            return false;
        }
    }
}
