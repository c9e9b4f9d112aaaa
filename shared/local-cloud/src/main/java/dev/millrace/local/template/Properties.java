package dev.millrace.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.Json;
import dev.millrace.local.LocalCloudException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The computed properties of a resource, or a part of them. A required value that is missing, or a
/// value of the wrong kind, is an error that names the template's line.
public record Properties(JsonNode json, String at) {
    public Properties {
        json = json.isObject() ? json : Json.object();
    }

    public boolean has(String name) {
        return json.hasNonNull(name);
    }

    public Properties part(String name) {
        return new Properties(json.path(name), at);
    }

    public Optional<String> text(String name) {
        var value = json.path(name);
        return value.isValueNode() && !value.isNull()
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    public String required(String name) {
        return text(name).orElseThrow(() -> error("`" + name + "` is missing"));
    }

    public int number(String name, int otherwise) {
        return text(name)
                .map(value -> {
                    try {
                        return Integer.parseInt(value);
                    } catch (NumberFormatException e) {
                        throw error("`" + name + "` is not a whole number: " + value);
                    }
                })
                .orElse(otherwise);
    }

    public Duration seconds(String name, int otherwise) {
        return Duration.ofSeconds(number(name, otherwise));
    }

    public boolean flag(String name, boolean otherwise) {
        return text(name).map(Boolean::parseBoolean).orElse(otherwise);
    }

    public List<Properties> items(String name) {
        var items = new ArrayList<Properties>();
        json.path(name).forEach(item -> items.add(new Properties(item, at)));
        return items;
    }

    public List<String> texts(String name) {
        var texts = new ArrayList<String>();
        var value = json.path(name);
        if (value.isArray()) {
            value.forEach(item -> texts.add(item.asText()));
        } else {
            text(name).ifPresent(texts::add);
        }
        return texts;
    }

    /// The named parts, such as a function's `Events`, in the template's order.
    public Map<String, Properties> parts(String name) {
        var parts = new LinkedHashMap<String, Properties>();
        json.path(name)
                .properties()
                .forEach(entry -> parts.put(entry.getKey(), new Properties(entry.getValue(), at)));
        return parts;
    }

    public LocalCloudException error(String message) {
        return new LocalCloudException(at + ": " + message);
    }

    /// Merges these into `defaults`, as SAM merges a resource into Globals. Maps are merged by key.
    /// Lists are appended to the default lists.
    Properties over(Properties defaults) {
        return new Properties(merge(defaults.json, json), at);
    }

    private static JsonNode merge(JsonNode below, JsonNode above) {
        if (below.isObject() && above.isObject()) {
            ObjectNode merged = below.deepCopy();
            above.properties()
                    .forEach(entry ->
                            merged.set(
                                    entry.getKey(),
                                    merge(below.path(entry.getKey()), entry.getValue())));
            return merged;
        }
        if (below.isArray() && above.isArray()) {
            var joined = Json.array();
            below.forEach(joined::add);
            above.forEach(joined::add);
            return joined;
        }
        return above.isMissingNode() ? below : above;
    }
}
