package dev.millrace.eventsourcing.dynamodb;

import static dev.millrace.eventsourcing.aws.Json.MAPPER;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.eventsourcing.TypeNames;
import java.util.Map;

/// Records as JSON under their persisted names: `{type, v, data}`.
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

    /// Reads `{type, v, data}`, lifting an old version to the one the class has now.
    static <T> T read(TypeNames<T> typeNames, JsonNode node) {
        var typeName = typeNames.withName(node.path("type").asText());
        var version = node.path("v").asInt();
        var data = node.path("data");
        if (version == typeName.version()) return MAPPER.convertValue(data, typeName.type());
        var lifted = typeName.lift(version, MAPPER.convertValue(data, DATA));
        return MAPPER.convertValue(lifted, typeName.type());
    }
}
