package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.aws.AwsErrors;
import dev.millrace.eventsourcing.aws.Json;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// The rows of a view in one table (`pk` text): the row as JSON, its version, and the attributes
/// its indexes need.
public final class DynamoDbViewStore<V> implements ViewStore<V> {
    private final DynamoDbClient client;
    private final String table;
    private final ViewType<V, ?> type;

    public DynamoDbViewStore(DynamoDbClient client, String table, ViewType<V, ?> type) {
        this.client = client;
        this.table = table;
        this.type = type;
    }

    @Override
    public @Nullable Row<V> load(String entityId) {
        var found = get(entityId);
        return found.hasItem() ? row(new Item(found.item())) : null;
    }

    /// The row of an item, such as a query over an index brings.
    ///
    /// @throws IllegalArgumentException where the item is none
    public Row<V> row(Item item) {
        return new Row<>(Json.read(item.text("row"), type.row()), item.number("version"));
    }

    /// A row that other code wrote in other words, which say the same, is saved onto at a second
    /// try: only these words are conditions.
    @Override
    public boolean save(String entityId, Row<V> row, @Nullable Row<V> onto) {
        var put = put(item(entityId, row));
        if (onto == null) return write(put.conditionExpression("attribute_not_exists(pk)")) == null;
        var standing = write(onto(put, Json.write(onto.value()), onto.version()));
        if (standing == null) return true;
        if (standing.attributes().isEmpty() || !row(standing).equals(onto)) return false;
        return write(onto(put, standing.text("row"), onto.version())) == null;
    }

    /// A missing version, or one that is no number, is not newer than any.
    @Override
    public Replaced replace(String entityId, Row<V> row) {
        var item = item(entityId, row);
        if (item.equals(get(entityId).item())) return Replaced.SAME;
        var unlessNewer =
                put(item)
                        .conditionExpression("NOT version > :version")
                        .expressionAttributeValues(Map.of(":version", number(row.version())));
        return write(unlessNewer) == null ? Replaced.WRITTEN : Replaced.NEWER;
    }

    private GetItemResponse get(String entityId) {
        var get =
                GetItemRequest.builder()
                        .tableName(table)
                        .key(Map.of("pk", fromS(entityId)))
                        .consistentRead(true)
                        .build();
        return AwsErrors.translate("read from " + table, () -> client.getItem(get));
    }

    private Map<String, AttributeValue> item(String entityId, Row<V> row) {
        var item = new HashMap<String, AttributeValue>();
        item.put("pk", fromS(entityId));
        item.put("version", number(row.version()));
        item.put("row", fromS(Json.write(row.value())));
        type.indexed().apply(row.value()).forEach((name, text) -> item.put(name, fromS(text)));
        return item;
    }

    private PutItemRequest.Builder put(Map<String, AttributeValue> item) {
        return PutItemRequest.builder()
                .tableName(table)
                .item(item)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    }

    private static PutItemRequest.Builder onto(
            PutItemRequest.Builder put, String row, long version) {
        return put.conditionExpression("version = :onto AND #row = :row")
                .expressionAttributeNames(Map.of("#row", "row"))
                .expressionAttributeValues(Map.of(":onto", number(version), ":row", fromS(row)));
    }

    /// @return what stands there instead, without attributes where nothing does; absent where it
    ///   was written
    private @Nullable Item write(PutItemRequest.Builder put) {
        try {
            AwsErrors.translate("write to " + table, () -> client.putItem(put.build()));
            return null;
        } catch (ConditionalCheckFailedException moved) {
            return new Item(moved.item());
        }
    }

    private static AttributeValue number(long number) {
        return fromN(Long.toString(number));
    }
}
