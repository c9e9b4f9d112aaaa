package dev.millrace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.util.List;

/// Checks JSON against schemas of an OpenAPI description (3.1: JSON Schema 2020-12).
///
/// @param components the targets of a schema's references
record Schemas(JsonNode components, boolean closed) {
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(
                    Dialects.getDraft202012(),
                    registry ->
                            registry.schemaRegistryConfig(
                                    SchemaRegistryConfig.builder()
                                            .formatAssertionsEnabled(true)
                                            .build()));

    /// Schemas as they are written: for what clients send.
    static Schemas asWritten(JsonNode description) {
        return new Schemas(description.path("components"), false);
    }

    /// Schemas that reject every field they do not name: for what the service sends. Clients must
    /// ignore a new field; a test must not.
    static Schemas closed(JsonNode description) {
        return new Schemas(close(description.path("components").deepCopy()), true);
    }

    /// What does not fit, in words. Empty if everything fits.
    List<String> faults(JsonNode schema, JsonNode value) {
        var whole = (ObjectNode) schema.deepCopy();
        if (closed) close(whole);
        whole.set("components", components);
        return REGISTRY.getSchema(whole).validate(value).stream().map(Error::toString).toList();
    }

    private static JsonNode close(JsonNode node) {
        var isObject = node.path("type").asText().equals("object") && node.has("properties");
        if (isObject) ((ObjectNode) node).put("additionalProperties", false);
        node.forEach(Schemas::close);
        return node;
    }
}
