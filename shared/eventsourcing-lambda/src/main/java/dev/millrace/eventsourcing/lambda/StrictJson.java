package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.millrace.eventsourcing.Brief;
import java.io.IOException;
import java.util.List;

/// Reads what strangers send: exactly the record's fields, of exactly their types, or a [Problem]
/// that names the field.
final class StrictJson {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(
                            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
                    .addModule(new SimpleModule().addDeserializer(String.class, new Text()))
                    .build();

    private static final int MOST_SHOWN_CHARACTERS = 100;

    private StrictJson() {}

    static <T> T read(byte[] json, Class<T> type) {
        try {
            var value = MAPPER.readValue(json, type);
            if (value == null) throw malformed("");
            return value;
        } catch (UnrecognizedPropertyException unknown) {
            var field = field(unknown.getPath());
            throw new Problem(400, "UNKNOWN_FIELD", "There is no field " + field + " here.")
                    .with("field", field);
        } catch (JsonMappingException wrong) {
            if (wrong.getCause() instanceof Problem problem) throw problem;
            var isNoJson = wrong.getCause() instanceof JsonParseException;
            if (isNoJson || wrong.getPath().isEmpty()) throw malformed(place(wrong));
            var field = field(wrong.getPath());
            throw Problem.invalid(field, field + " is missing or of a wrong type.");
        } catch (IOException wrong) {
            throw malformed(place(wrong));
        }
    }

    /// Text that can be stored and sent on: half of a surrogate pair is no character. A number or a
    /// truth is no text.
    private static final class Text extends StringDeserializer {
        private static final long serialVersionUID = 1;

        @Override
        public String deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING))
                throw context.wrongTokenException(json, String.class, JsonToken.VALUE_STRING, null);
            var text = json.getText();
            if (!UTF_8.newEncoder().canEncode(text))
                throw context.weirdStringException(text, String.class, "half a character");
            return text;
        }
    }

    private static Problem malformed(String place) {
        return new Problem(
                400,
                "MALFORMED_JSON",
                "The body is not the JSON object this call needs" + place + ".");
    }

    private static String place(IOException wrong) {
        if (!(wrong instanceof JsonProcessingException json) || json.getLocation() == null)
            return "";
        return " (line %d, column %d)"
                .formatted(json.getLocation().getLineNr(), json.getLocation().getColumnNr());
    }

    private static String field(List<JsonMappingException.Reference> path) {
        var name = new StringBuilder();
        for (var step : path) {
            if (step.getFieldName() == null) name.append('[').append(step.getIndex()).append(']');
            else name.append(name.isEmpty() ? "" : ".").append(step.getFieldName());
        }
        return Brief.of(name.toString(), MOST_SHOWN_CHARACTERS);
    }
}
