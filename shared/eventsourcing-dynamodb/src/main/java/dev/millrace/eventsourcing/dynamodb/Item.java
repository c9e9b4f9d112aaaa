package dev.millrace.eventsourcing.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.eventsourcing.aws.Json;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Gives typed access to the attributes of an item. An error names the attribute that is missing or
/// of another type.
public record Item(Map<String, AttributeValue> attributes) {

    /// A text attribute.
    ///
    /// @throws IllegalArgumentException if there is none
    public String text(String name) {
        return present(name, textOrNull(name));
    }

    public @Nullable String textOrNull(String name) {
        var value = attributes.get(name);
        return value == null ? null : value.s();
    }

    /// A whole-number attribute.
    ///
    /// @throws IllegalArgumentException if there is none
    public long number(String name) {
        var value = attributes.get(name);
        return Long.parseLong(present(name, value == null ? null : value.n()));
    }

    /// All attributes as JSON, sorted by name. A text that is a JSON object or array becomes one.
    public ObjectNode json() {
        var json = Json.object();
        new TreeMap<>(attributes).forEach((name, value) -> json.set(name, json(value)));
        return json;
    }

    private static JsonNode json(AttributeValue value) {
        var nodes = JsonNodeFactory.instance;
        if (value.n() != null) return nodes.numberNode(new BigDecimal(value.n()));
        if (value.bool() != null) return nodes.booleanNode(value.bool());
        var text = value.s();
        if (text == null) return nodes.textNode(value.toString());
        if (!text.startsWith("{") && !text.startsWith("[")) return nodes.textNode(text);
        try {
            return Json.read(text);
        } catch (IllegalArgumentException noJson) {
            return nodes.textNode(text);
        }
    }

    private String present(String name, @Nullable String value) {
        if (value != null) return value;
        throw new IllegalArgumentException(
                "an item without %s: it has %s".formatted(name, attributes.keySet()));
    }
}
