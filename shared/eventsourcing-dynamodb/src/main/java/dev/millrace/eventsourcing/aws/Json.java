package dev.millrace.eventsourcing.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.millrace.eventsourcing.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Writes and reads the JSON that is stored and sent. Decimals and instants are text, null values
/// are left out, and unknown fields are ignored. Values whose text has half a character (an
/// unpaired surrogate) are neither written nor read.
///
/// The rules are those of [#mapper]. Most values are [simple][SimpleValues] and do not need it.
public final class Json {
    private Json() {}

    /// Jackson's data binding. Its code is loaded at the first call, which takes a cold start some
    /// 100 ms.
    public static JsonMapper mapper() {
        return DataBinding.MAPPER;
    }

    private static final class DataBinding {
        static final JsonMapper MAPPER =
                JsonMapper.builder()
                        .addModule(new JavaTimeModule())
                        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                        .defaultPropertyInclusion(
                                JsonInclude.Value.construct(
                                        JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                        .withConfigOverride(
                                BigDecimal.class,
                                decimal ->
                                        decimal.setFormat(
                                                JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
                        .build();
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /// The JSON text of a value.
    ///
    /// @throws IllegalArgumentException if the value cannot be written, or has half a character
    public static String write(Object value) {
        return Text.requireWhole("JSON", text(value));
    }

    /// Writes a value as UTF-8. Half a character becomes `?`.
    public static void write(OutputStream to, Object value) throws IOException {
        to.write(text(value).getBytes(UTF_8));
    }

    /// The JSON text of a value, with half a character as it is.
    ///
    /// @throws IllegalArgumentException if the value cannot be written
    public static String text(Object value) {
        try {
            return JsonText.write(SimpleValues.write(value));
        } catch (NotSimpleException | IOException other) {
            try {
                return mapper().writeValueAsString(value);
            } catch (JsonProcessingException broken) {
                throw new IllegalArgumentException(
                        "cannot be written as JSON: " + broken.getOriginalMessage(), broken);
            }
        }
    }

    /// The JSON of a value.
    ///
    /// @throws IllegalArgumentException if the value cannot be written
    public static JsonNode tree(Object value) {
        try {
            return SimpleValues.write(value);
        } catch (NotSimpleException other) {
            return mapper().valueToTree(value);
        }
    }

    /// The JSON of a text.
    ///
    /// @throws IllegalArgumentException if the text is not JSON
    public static JsonNode read(String text) {
        return read(text, JsonNode.class);
    }

    /// The JSON of a text, also with half a character.
    ///
    /// @throws JsonProcessingException if the text is not JSON
    public static JsonNode read(InputStream text) throws IOException {
        var bytes = text.readAllBytes();
        try {
            return JsonText.read(bytes);
        } catch (JsonProcessingException other) {
            return mapper().readTree(bytes);
        }
    }

    /// The JSON of a text that has no field twice and ends with the JSON.
    ///
    /// @throws JsonProcessingException if the text is not such JSON
    public static JsonNode readStrictly(String text) throws IOException {
        return JsonText.readStrictly(text);
    }

    /// The value of a JSON text.
    ///
    /// @throws IllegalArgumentException if the text is not JSON of this type
    @SuppressWarnings("unchecked") // a cast by the class fails for a primitive type
    public static <T> T read(String text, Class<T> type) {
        return (T) value(text, type, type.getSimpleName());
    }

    /// The value of a JSON text.
    ///
    /// @throws IllegalArgumentException if the text is not JSON of this type
    @SuppressWarnings("unchecked")
    public static <T> T read(String text, TypeReference<T> type) {
        return (T) value(text, type.getType(), type.getType().toString());
    }

    /// The value of JSON.
    ///
    /// @throws IllegalArgumentException if the JSON is not of this type
    @SuppressWarnings("unchecked")
    public static <T> T read(JsonNode tree, Class<T> type) {
        return (T) value(tree, type);
    }

    /// The value of JSON.
    ///
    /// @throws IllegalArgumentException if the JSON is not of this type
    @SuppressWarnings("unchecked")
    public static <T> T read(JsonNode tree, TypeReference<T> type) {
        return (T) value(tree, type.getType());
    }

    private static Object value(String text, Type type, String name) {
        Object value;
        try {
            value = SimpleValues.read(JsonText.read(text), type);
        } catch (NotSimpleException | IOException other) {
            try {
                value = mapper().readValue(text, mapper().constructType(type));
            } catch (JsonProcessingException broken) {
                throw new IllegalArgumentException(
                        "not JSON of a " + name + ": " + broken.getOriginalMessage(), broken);
            }
        }
        // Only an escape in text that other code wrote can contain half a character. Writing the
        // value finds it.
        if (text.contains("\\u")) write(present(value));
        return present(value);
    }

    private static Object value(JsonNode tree, Type type) {
        try {
            return present(SimpleValues.read(tree, type));
        } catch (NotSimpleException other) {
            try {
                return present(mapper().treeToValue(tree, mapper().constructType(type)));
            } catch (JsonProcessingException broken) {
                throw new IllegalArgumentException(broken.getMessage(), broken);
            }
        }
    }

    private static Object present(@Nullable Object value) {
        if (value == null) throw new IllegalArgumentException("expected a JSON value, not null");
        return value;
    }
}
