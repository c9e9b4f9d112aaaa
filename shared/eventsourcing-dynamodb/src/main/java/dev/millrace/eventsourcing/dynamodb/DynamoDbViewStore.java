package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
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

/// Stores the rows of a view in one table (`pk` text). An item has the row as JSON, its version,
/// and the attributes that the indexes need. A deleted row leaves an item with `deleted` and its
/// version, which is in no index.
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
    public @Nullable Kept<V> load(String key) {
        var found = get(key);
        return found.hasItem() ? kept(new Item(found.item())) : null;
    }

    private Kept<V> kept(Item item) {
        return item.attributes().containsKey("deleted")
                ? new Deleted<>(item.number("version"))
                : row(item);
    }

    /// The row of an item, for example of an item from a query of an index.
    ///
    /// @throws IllegalArgumentException if the item is not a row
    public Row<V> row(Item item) {
        return new Row<>(Json.read(item.text("row"), type.row()), item.number("version"));
    }

    /// The condition compares the row's JSON text. If other code wrote the same value as a
    /// different text, the first try fails, and a second try compares with the stored text.
    @Override
    public boolean save(String key, Kept<V> next, @Nullable Kept<V> onto) {
        var put = put(item(key, next));
        return switch (onto) {
            case null -> write(put.conditionExpression("attribute_not_exists(pk)")) == null;
            case Deleted<V>(var version) ->
                    write(
                                    put.conditionExpression("version = :onto AND deleted = :true")
                                            .expressionAttributeValues(
                                                    Map.of(
                                                            ":onto",
                                                            number(version),
                                                            ":true",
                                                            fromBool(true))))
                            == null;
            case Row<V> row -> {
                var found = write(onto(put, Json.write(row.value()), row.version()));
                if (found == null) yield true;
                if (found.attributes().isEmpty() || !kept(found).equals(row)) yield false;
                yield write(onto(put, found.text("row"), row.version())) == null;
            }
        };
    }

    /// An item whose version is missing or not a number does not count as newer.
    @Override
    public Replaced replace(String key, Kept<V> by) {
        var item = item(key, by);
        if (item.equals(get(key).item())) return Replaced.SAME;
        var unlessNewer =
                put(item)
                        .conditionExpression("NOT version > :version")
                        .expressionAttributeValues(Map.of(":version", number(by.version())));
        return write(unlessNewer) == null ? Replaced.WRITTEN : Replaced.NEWER;
    }

    private GetItemResponse get(String key) {
        var get =
                GetItemRequest.builder()
                        .tableName(table)
                        .key(Map.of("pk", fromS(key)))
                        .consistentRead(true)
                        .build();
        return AwsErrors.translate("read from " + table, () -> client.getItem(get));
    }

    private Map<String, AttributeValue> item(String key, Kept<V> kept) {
        var item = new HashMap<String, AttributeValue>();
        item.put("pk", fromS(key));
        item.put("version", number(kept.version()));
        switch (kept) {
            case Deleted<V> _ -> item.put("deleted", fromBool(true));
            case Row<V>(var value, _) -> {
                item.put("row", fromS(Json.write(value)));
                type.indexed().apply(value).forEach((name, text) -> item.put(name, fromS(text)));
            }
        }
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

    /// @return null if the item was written; otherwise the stored item, without attributes if there
    ///   is none
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
