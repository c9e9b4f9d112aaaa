package dev.millrace.eventsourcing.dynamodb;

import static dev.millrace.eventsourcing.aws.Json.MAPPER;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.eventsourcing.TypeNames;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// Converts records to JSON and back, under their persisted names: `{type, v, data}`.
final class NamedJson {
    private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

    private NamedJson() {}

    /// `{type, v, data}`: a record under its persisted name and schema version.
    static <T> ObjectNode write(TypeNames<T> typeNames, T value) {
        var typeName = typeNames.of(value);
        var node =
                MAPPER.createObjectNode().put("type", typeName.name()).put("v", typeName.version());
        return node.set("data", MAPPER.valueToTree(value));
    }

    /// `[{type, v, data}, …]` as text. It is written in one pass, because every command needs it.
    static <T> String writeAll(TypeNames<T> typeNames, List<T> values) {
        var text = new StringWriter();
        try (var json = MAPPER.createGenerator(text)) {
            json.writeStartArray();
            for (var value : values) write(json, typeNames, value);
            json.writeEndArray();
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "cannot be written as JSON: " + broken.getMessage(), broken);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static <T> void write(JsonGenerator json, TypeNames<T> typeNames, T value)
            throws IOException {
        var typeName = typeNames.of(value);
        json.writeStartObject();
        json.writeStringField("type", typeName.name());
        json.writeNumberField("v", typeName.version());
        json.writeFieldName("data");
        MAPPER.writeValue(json, value);
        json.writeEndObject();
    }

    /// Reads `{type, v, data}`, and upcasts an old version to the current one of the class.
    static <T> T read(TypeNames<T> typeNames, JsonNode node) {
        var typeName = typeNames.withName(node.path("type").asText());
        var version = node.path("v").asInt();
        var data = node.path("data");
        if (version == typeName.version()) return read(data, typeName.type());
        var lifted = typeName.lift(version, MAPPER.convertValue(data, DATA));
        return MAPPER.convertValue(lifted, typeName.type());
    }

    private static <T> T read(JsonNode data, Class<T> type) {
        try {
            return MAPPER.treeToValue(data, type);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken.getMessage(), broken);
        }
    }
}
