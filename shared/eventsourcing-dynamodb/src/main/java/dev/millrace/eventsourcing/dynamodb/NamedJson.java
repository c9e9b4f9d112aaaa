package dev.millrace.eventsourcing.dynamodb;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.aws.Json;
import java.util.Map;

/// Converts records to JSON and back, under their persisted names: `{type, v, data}`.
final class NamedJson {
    private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

    private NamedJson() {}

    /// `{type, v, data}`: a record under its persisted name and schema version.
    static <T> ObjectNode write(TypeNames<T> typeNames, T value) {
        var typeName = typeNames.of(value);
        var node = Json.object().put("type", typeName.name()).put("v", typeName.version());
        return node.set("data", Json.tree(value));
    }

    /// Reads `{type, v, data}`, and upcasts an old version to the current one of the class.
    static <T> T read(TypeNames<T> typeNames, JsonNode node) {
        var typeName = typeNames.withName(node.path("type").asText());
        var version = node.path("v").asInt();
        var data = node.path("data");
        if (version == typeName.version()) return Json.read(data, typeName.type());
        var lifted = typeName.lift(version, Json.read(data, DATA));
        return Json.read(Json.tree(lifted), typeName.type());
    }
}
