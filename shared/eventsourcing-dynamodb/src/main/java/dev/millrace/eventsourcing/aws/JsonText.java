package dev.millrace.eventsourcing.aws;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.StringWriter;

/// Reads and writes trees of JSON without Jackson's data binding. A field that comes twice is an
/// error here; the mapper decides what becomes of it.
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonText() {}

    /// @throws JsonProcessingException if the text does not begin with JSON
    static JsonNode read(String text) throws IOException {
        try (var json = FACTORY.createParser(text)) {
            return next(json);
        }
    }

    /// @throws JsonProcessingException if the text does not begin with JSON
    static JsonNode read(byte[] text) throws IOException {
        try (var json = FACTORY.createParser(text)) {
            return next(json);
        }
    }

    /// @throws JsonProcessingException if the text is not JSON, or if text follows it
    static JsonNode readStrictly(String text) throws IOException {
        try (var json = FACTORY.createParser(text)) {
            var tree = next(json);
            if (json.nextToken() == null) return tree;
            throw new JsonParseException(json, "text follows the JSON");
        }
    }

    private static JsonNode next(JsonParser json) throws IOException {
        json.nextToken();
        return value(json);
    }

    static String write(JsonNode tree) throws IOException, NotSimpleException {
        var text = new StringWriter();
        try (var json = FACTORY.createGenerator(text)) {
            write(json, tree);
        }
        return text.toString();
    }

    private static JsonNode value(JsonParser json) throws IOException {
        var token = json.currentToken();
        if (token == null) throw new JsonEOFException(json, null, "the text ends before a value");
        return switch (token) {
            case START_OBJECT -> {
                var object = NODES.objectNode();
                for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    json.nextToken();
                    if (object.replace(name, value(json)) != null) {
                        throw new JsonParseException(json, "the field " + name + " comes twice");
                    }
                }
                yield object;
            }
            case START_ARRAY -> {
                var array = NODES.arrayNode();
                while (json.nextToken() != JsonToken.END_ARRAY) array.add(value(json));
                yield array;
            }
            case VALUE_STRING -> NODES.textNode(json.getText());
            case VALUE_NUMBER_INT ->
                    switch (json.getNumberType()) {
                        case INT -> NODES.numberNode(json.getIntValue());
                        case LONG -> NODES.numberNode(json.getLongValue());
                        default -> NODES.numberNode(json.getBigIntegerValue());
                    };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(json.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new JsonParseException(json, "no value, but " + token);
        };
    }

    private static void write(JsonGenerator json, JsonNode tree)
            throws IOException, NotSimpleException {
        switch (tree.getNodeType()) {
            case OBJECT -> {
                json.writeStartObject();
                for (var field : tree.properties()) {
                    json.writeFieldName(field.getKey());
                    write(json, field.getValue());
                }
                json.writeEndObject();
            }
            case ARRAY -> {
                json.writeStartArray();
                for (var element : tree) write(json, element);
                json.writeEndArray();
            }
            case STRING -> json.writeString(tree.textValue());
            case NUMBER -> {
                if (tree.isDouble()) json.writeNumber(tree.doubleValue());
                else if (tree.isFloat()) json.writeNumber(tree.floatValue());
                else json.writeNumber(tree.asText());
            }
            case BOOLEAN -> json.writeBoolean(tree.booleanValue());
            case NULL -> json.writeNull();
            case POJO, BINARY, MISSING -> throw new NotSimpleException();
        }
    }
}
