package dev.millrace.local;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// All kinds of requests for items of a table whose key is `id`.
enum ItemRequest {
    GET,
    PUT,
    UPDATE,
    DELETE,
    SCAN,
    QUERY,
    BATCH_GET,
    BATCH_WRITE,
    TRANSACT_GET,
    TRANSACT_PUT,
    TRANSACT_UPDATE,
    TRANSACT_DELETE,
    TRANSACT_CHECK;

    private static final Map<String, AttributeValue> ITEM = Map.of("id", AttributeValue.fromS("1"));

    /// Sends the request for `table`. A request for several tables names `before` first.
    void ask(DynamoDbClient client, String before, String table) {
        switch (this) {
            case GET -> client.getItem(r -> r.tableName(table).key(ITEM));
            case PUT -> client.putItem(r -> r.tableName(table).item(ITEM));
            case UPDATE -> client.updateItem(r -> r.tableName(table).key(ITEM));
            case DELETE -> client.deleteItem(r -> r.tableName(table).key(ITEM));
            case SCAN -> client.scan(r -> r.tableName(table));
            case QUERY ->
                    client.query(r ->
                            r.tableName(table)
                                    .keyConditionExpression("id = :id")
                                    .expressionAttributeValues(Map.of(":id", id())));
            case BATCH_GET -> {
                var keys = KeysAndAttributes.builder().keys(List.of(ITEM)).build();
                client.batchGetItem(r -> r.requestItems(Map.of(before, keys, table, keys)));
            }
            case BATCH_WRITE -> {
                var puts = List.of(WriteRequest.builder().putRequest(p -> p.item(ITEM)).build());
                client.batchWriteItem(r -> r.requestItems(Map.of(before, puts, table, puts)));
            }
            case TRANSACT_GET ->
                    client.transactGetItems(
                            r -> r.transactItems(List.of(read(before), read(table))));
            case TRANSACT_PUT ->
                    transact(client, before, i -> i.put(p -> p.tableName(table).item(ITEM)));
            case TRANSACT_DELETE ->
                    transact(client, before, i -> i.delete(d -> d.tableName(table).key(ITEM)));
            case TRANSACT_UPDATE ->
                    transact(
                            client,
                            before,
                            i ->
                                    i.update(u ->
                                            u.tableName(table)
                                                    .key(ITEM)
                                                    .updateExpression("REMOVE nothing")));
            case TRANSACT_CHECK ->
                    transact(
                            client,
                            before,
                            i ->
                                    i.conditionCheck(c ->
                                            c.tableName(table)
                                                    .key(ITEM)
                                                    .conditionExpression(
                                                            "attribute_not_exists(nothing)")));
        }
    }

    private static AttributeValue id() {
        return AttributeValue.fromS("1");
    }

    private static TransactGetItem read(String table) {
        return TransactGetItem.builder().get(g -> g.tableName(table).key(ITEM)).build();
    }

    private static void transact(
            DynamoDbClient client, String before, Consumer<TransactWriteItem.Builder> item) {
        var first = TransactWriteItem.builder().put(p -> p.tableName(before).item(ITEM)).build();
        var second = TransactWriteItem.builder().applyMutation(item).build();
        client.transactWriteItems(r -> r.transactItems(List.of(first, second)));
    }
}
