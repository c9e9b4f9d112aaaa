package dev.millrace.eventsourcing.dynamodb;

import static dev.millrace.eventsourcing.aws.Json.MAPPER;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.eventsourcing.Alphabet;
import java.util.Map;

/// Records as JSON under their persisted names: `{type, v, data}`.
final class NamedJson {
    private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

    private NamedJson() {}

    /// `{type, v, data}`: a record under its persisted name and schema version.
    static <T> ObjectNode write(Alphabet<T> alphabet, T value) {
        var letter = alphabet.of(value);
        var node = MAPPER.createObjectNode().put("type", letter.name()).put("v", letter.version());
        return node.set("data", MAPPER.valueToTree(value));
    }

    /// Reads `{type, v, data}`, lifting an old version to the one the class has now.
    static <T> T read(Alphabet<T> alphabet, JsonNode node) {
        var letter = alphabet.named(node.path("type").asText());
        var version = node.path("v").asInt();
        var data = node.path("data");
        if (version == letter.version()) return MAPPER.convertValue(data, letter.type());
        var lifted = letter.lift(version, MAPPER.convertValue(data, DATA));
        return MAPPER.convertValue(lifted, letter.type());
    }
}
