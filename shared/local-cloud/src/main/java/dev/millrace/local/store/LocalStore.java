package dev.millrace.local.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// Stores the local cloud's own data: checkpoints, owed invocations, messages and objects. A value
/// has a namespace and a key, and is kept in a separate table of the same engine. A stored value
/// survives a crash. A value larger than an item is split into parts, and the first part is written
/// last.
public final class LocalStore {
    private static final int PART = 350_000;

    private final DynamoDbClient dynamoDb;
    private final String table;

    public LocalStore(Engine engine, String stack) {
        this.dynamoDb = engine.tables();
        this.table = stack + "-local-cloud";
        if (dynamoDb.listTablesPaginator().tableNames().stream().noneMatch(table::equals)) {
            create();
        }
    }

    public void put(String namespace, String key, JsonNode value) {
        var bytes = Json.write(value).getBytes(StandardCharsets.UTF_8);
        var parts = Math.max(1, (bytes.length + PART - 1) / PART);
        for (int part = parts - 1; part >= 0; part--) {
            var from = part * PART;
            var slice = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART));
            var item =
                    new LinkedHashMap<>(
                            key(part == 0 ? namespace : rest(namespace), partKey(key, part)));
            item.put("value", AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(slice)));
            item.put("parts", AttributeValue.fromN("" + parts));
            dynamoDb.putItem(b -> b.tableName(table).item(item));
        }
    }

    public Optional<JsonNode> get(String namespace, String key) {
        var item =
                dynamoDb.getItem(b ->
                                b.tableName(table).key(key(namespace, key)).consistentRead(true))
                        .item();
        return item == null || item.isEmpty()
                ? Optional.empty()
                : Optional.of(whole(namespace, item));
    }

    /// All values of a namespace by key, in the order of the keys.
    public Map<String, JsonNode> all(String namespace) {
        var values = new LinkedHashMap<String, JsonNode>();
        dynamoDb.queryPaginator(b ->
                        b.tableName(table)
                                .consistentRead(true)
                                .keyConditionExpression("shelf = :shelf")
                                .expressionAttributeValues(
                                        Map.of(":shelf", AttributeValue.fromS(namespace))))
                .items()
                .forEach(item -> values.put(value(item, "name").s(), whole(namespace, item)));
        return values;
    }

    public void remove(String namespace, String key) {
        var old =
                dynamoDb.deleteItem(
                        b -> b.tableName(table).key(key(namespace, key)).returnValues("ALL_OLD"));
        if (!old.hasAttributes()) {
            return;
        }
        for (int part = 1; part < Integer.parseInt(value(old.attributes(), "parts").n()); part++) {
            var name = key(rest(namespace), partKey(key, part));
            dynamoDb.deleteItem(b -> b.tableName(table).key(name));
        }
    }

    private JsonNode whole(String namespace, Map<String, AttributeValue> first) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(value(first, "value").b().asByteArrayUnsafe());
        for (int part = 1; part < Integer.parseInt(value(first, "parts").n()); part++) {
            var name = key(rest(namespace), partKey(value(first, "name").s(), part));
            var item =
                    dynamoDb.getItem(b -> b.tableName(table).key(name).consistentRead(true)).item();
            bytes.writeBytes(value(item, "value").b().asByteArrayUnsafe());
        }
        return Json.read(bytes.toString(StandardCharsets.UTF_8));
    }

    private static AttributeValue value(Map<String, AttributeValue> item, String name) {
        return Objects.requireNonNull(item.get(name), name);
    }

    private static String rest(String namespace) {
        return namespace + " rest";
    }

    private static String partKey(String key, int part) {
        return part == 0 ? key : key + " " + part;
    }

    private static Map<String, AttributeValue> key(String namespace, String name) {
        return Map.of("shelf", AttributeValue.fromS(namespace), "name", AttributeValue.fromS(name));
    }

    private void create() {
        dynamoDb.createTable(b ->
                b.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(List.of(text("shelf"), text("name")))
                        .keySchema(
                                List.of(key("shelf", KeyType.HASH), key("name", KeyType.RANGE))));
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
