package dev.millrace.demo;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.local.SdkSettings;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Reads the items of a journal's table. It uses none of the service's own classes, because they
/// are not on the demo's class path.
final class JournalItems {
    private static final JsonMapper JSON = new JsonMapper();

    private final DynamoDbClient dynamoDb;
    private final String table;

    /// @param events the names of its events
    /// @param cause the event or command that caused it; empty if none did
    record Commit(
            String entityId, long seq, Instant at, List<String> events, String by, String cause) {
        String eventId(int index) {
            return entityId + "/" + seq + "/" + index;
        }
    }

    /// Region and credentials are those that the local cloud set.
    JournalItems(URI dynamoDb, String table) {
        this.dynamoDb =
                DynamoDbClient.builder()
                        .endpointOverride(dynamoDb)
                        .httpClientBuilder(SdkSettings.direct())
                        .build();
        this.table = table;
    }

    /// All commits of an entity, in their order.
    List<Commit> of(String type, String entityId) {
        return dynamoDb
                .queryPaginator(query ->
                        query.tableName(table)
                                .consistentRead(true)
                                .keyConditionExpression("pk = :entity")
                                .expressionAttributeValues(
                                        Map.of(":entity", fromS(type + "#" + entityId))))
                .items()
                .stream()
                .map(item -> commit(entityId, new Item(item)))
                .toList();
    }

    private static Commit commit(String entityId, Item item) {
        return new Commit(
                entityId,
                item.number("seq"),
                Instant.parse(item.text("at")),
                names(item.text("events")),
                item.text("by"),
                Objects.requireNonNullElse(item.textOrNull("cau"), ""));
    }

    private static List<String> names(String events) {
        try {
            var names = new ArrayList<String>();
            JSON.readTree(events).forEach(event -> names.add(event.path("type").asText()));
            return names;
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("the events are not JSON: " + events, broken);
        }
    }
}
