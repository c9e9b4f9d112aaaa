package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.millrace.eventsourcing.Brief;
import dev.millrace.eventsourcing.Text;
import dev.millrace.eventsourcing.aws.Json;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads JSON from outside strictly: a duplicate field is an error, and so is text that cannot be
/// stored.
public final class StrictJson {
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /// What the decoder puts where bytes are not UTF-8.
    private static final String REPLACEMENT = "\ufffd";

    private static final int MOST_SHOWN_CHARACTERS = 100;
    private static final int MOST_WHY_CHARACTERS = 300;

    private StrictJson() {}

    /// Its code is loaded at the first use, which takes a cold start some 100 ms.
    private static final class DataBinding {
        static final JsonMapper MAPPER =
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
                        .addModule(
                                new SimpleModule()
                                        .addDeserializer(String.class, new WholeText())
                                        .addDeserializer(int.class, new WholeNumber()))
                        .build();
    }

    /// A JSON object with any fields.
    ///
    /// @throws IllegalArgumentException if it is not a JSON object
    public static Map<String, Object> object(byte[] json) {
        var flawless = flawless(json);
        if (flawless != null) return flawless;
        try {
            var object = DataBinding.MAPPER.readValue(json, OBJECT);
            if (object == null) throw new IllegalArgumentException("not a JSON object, but null");
            return object;
        } catch (JsonProcessingException wrong) {
            var why = Brief.of(wrong.getOriginalMessage(), MOST_WHY_CHARACTERS);
            throw new IllegalArgumentException(
                    "not a JSON object%s: %s".formatted(place(wrong), why), wrong);
        } catch (IOException wrong) {
            throw new IllegalArgumentException("not a JSON object", wrong);
        }
    }

    private static @Nullable Map<String, Object> flawless(byte[] json) {
        var object = tree(json);
        if (object == null || object.valueStream().anyMatch(JsonNode::isNull)) return null;
        return Json.read(object, OBJECT);
    }

    /// The JSON object if nothing is wrong with the text: half a character comes as an escape, or
    /// as bytes that are not UTF-8.
    private static @Nullable JsonNode tree(byte[] json) {
        var utf8 = new String(json, UTF_8);
        if (utf8.contains("\\u") || utf8.contains(REPLACEMENT)) return null;
        try {
            var tree = Json.readStrictly(utf8);
            return tree.isObject() ? tree : null;
        } catch (IOException flawed) {
            return null;
        }
    }

    /// A record. The JSON must have exactly its fields, of exactly their types.
    ///
    /// @throws Problem naming the field at fault
    static <T> T read(byte[] json, Class<T> type) {
        var flawless = flawless(json, type);
        if (flawless != null) return flawless;
        try {
            var value = DataBinding.MAPPER.readValue(json, type);
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

    private static <T> @Nullable T flawless(byte[] json, Class<T> type) {
        try {
            var object = tree(json);
            return object != null && fits(object, type) ? Json.read(object, type) : null;
        } catch (IllegalArgumentException rejected) {
            return null;
        }
    }

    /// Whether JSON is certainly of a type. If it is not, data binding decides.
    private static boolean fits(@Nullable JsonNode json, Type type) {
        if (json == null) return false;
        if (type == String.class) return json.isTextual();
        if (type == int.class) return json.isInt();
        if (type instanceof Class<?> record && record.isRecord()) {
            var components = record.getRecordComponents();
            return json.size() == components.length
                    && Stream.of(components)
                            .allMatch(one -> fits(json.get(one.getName()), one.getGenericType()));
        }
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return json.isArray()
                    && json.valueStream()
                            .allMatch(one -> fits(one, list.getActualTypeArguments()[0]));
        }
        return false;
    }

    /// Text that can be stored and sent on. Half of a surrogate pair, a number or a boolean is
    /// rejected.
    private static final class WholeText extends StringDeserializer {
        private static final long serialVersionUID = 1;

        @Override
        public String deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING))
                throw context.wrongTokenException(json, String.class, JsonToken.VALUE_STRING, null);
            var text = json.getText();
            if (!Text.isWhole(text))
                throw context.weirdStringException(text, String.class, "half a character");
            return text;
        }
    }

    /// A whole number as in JSON Schema's `integer`, where 1.0 is one.
    private static final class WholeNumber extends StdScalarDeserializer<Integer> {
        private static final long serialVersionUID = 1;

        private WholeNumber() {
            super(int.class);
        }

        @Override
        public Integer deserialize(JsonParser json, DeserializationContext context)
                throws IOException {
            if (!json.currentToken().isNumeric())
                throw context.wrongTokenException(
                        json, int.class, JsonToken.VALUE_NUMBER_INT, null);
            try {
                return json.getDecimalValue().intValueExact();
            } catch (ArithmeticException wrong) {
                throw context.weirdNumberException(json.getDecimalValue(), int.class, "no integer");
            }
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
        return " (line %s, column %s)"
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
