package dev.millrace.eventsourcing.lambda.snapstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.eventsourcing.aws.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The tables of [FakeAws]: an item that was put is found again. Every condition counts as true.
final class FakeTables {
    private static final List<String> KEYS = List.of("pk", "sk", "seq");
    private static final Comparator<JsonNode> BY_KEY =
            Comparator.comparing((JsonNode key) -> key.path("pk").path("S").asText())
                    .thenComparing(key -> key.path("sk").path("S").asText())
                    .thenComparingLong(FakeTables::seq);

    private final Map<String, Map<JsonNode, JsonNode>> tables = new ConcurrentHashMap<>();

    /// The items with a partition key, in any table.
    List<JsonNode> partition(String key) {
        return tables.values().stream()
                .flatMap(table -> table.values().stream())
                .filter(item -> item.path("pk").path("S").asText().equals(key))
                .toList();
    }

    String put(JsonNode asked) {
        var item = asked.path("Item");
        table(asked.path("TableName").asText()).put(key(item), item);
        return "{}";
    }

    String get(JsonNode asked) {
        var item = table(asked.path("TableName").asText()).get(asked.path("Key"));
        return item == null ? "{}" : Json.write(Map.of("Item", item));
    }

    String getAll(JsonNode asked) {
        var found = Json.object();
        asked.path("RequestItems")
                .properties()
                .forEach(wanted -> {
                    var items = found.putArray(wanted.getKey());
                    for (var key : wanted.getValue().path("Keys")) {
                        var item = table(wanted.getKey()).get(key);
                        if (item != null) items.add(item);
                    }
                });
        return Json.write(Map.of("Responses", found));
    }

    /// Finds the items that have one of the requested values, in the order of their keys. It checks
    /// only equality and `seq > :after`, and no other condition.
    String query(JsonNode asked) {
        var values = asked.path("ExpressionAttributeValues");
        var first = values.has(":after") ? values.path(":after").path("N").asLong() + 1 : 0;
        var found = new ArrayList<JsonNode>();
        for (var item : table(asked.path("TableName").asText()).values()) {
            if (seq(item) >= first && values.valueStream().anyMatch(value -> contains(item, value)))
                found.add(item);
        }
        var forward = asked.path("ScanIndexForward").asBoolean(true);
        return Json.write(
                Map.of("Items", forward ? found : found.reversed(), "Count", found.size()));
    }

    private static long seq(JsonNode item) {
        return item.path("seq").path("N").asLong();
    }

    private static boolean contains(JsonNode item, JsonNode value) {
        return item.valueStream().anyMatch(value::equals);
    }

    private Map<JsonNode, JsonNode> table(String name) {
        return tables.computeIfAbsent(name, _ -> new ConcurrentSkipListMap<>(BY_KEY));
    }

    private static ObjectNode key(JsonNode item) {
        ObjectNode key = item.deepCopy();
        return key.retain(KEYS);
    }
}
