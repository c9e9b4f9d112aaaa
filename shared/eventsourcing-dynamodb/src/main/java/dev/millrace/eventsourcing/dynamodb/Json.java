package dev.millrace.eventsourcing.dynamodb;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.millrace.eventsourcing.Alphabet;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How records are persisted as JSON: decimals and instants as text, absent values left out,
/// unknown ones ignored.
public final class Json {
    /// The mapper of everything persisted.
    public static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .withConfigOverride(
                            BigDecimal.class,
                            decimal ->
                                    decimal.setFormat(
                                            JsonFormat.Value.forShape(JsonFormat.Shape.STRING)))
                    .build();

    private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};

    private Json() {}

    /// Text of a value.
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value, broken);
        }
    }

    /// The value of a text.
    ///
    /// @throws IllegalArgumentException where the text is not one
    public static <T> T read(String text, Class<T> type) {
        try {
            return present(text, MAPPER.readValue(text, type));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "not JSON of a " + type.getSimpleName() + ": " + broken.getOriginalMessage(),
                    broken);
        }
    }

    /// The value of a text.
    ///
    /// @throws IllegalArgumentException where the text is not one
    static <T> T read(String text, TypeReference<T> type) {
        try {
            return present(text, MAPPER.readValue(text, type));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "not JSON of a " + type.getType() + ": " + broken.getOriginalMessage(), broken);
        }
    }

    private static <T> T present(String text, @Nullable T value) {
        if (value == null) throw new IllegalArgumentException("nothing but " + text);
        return value;
    }

    /// `{type, v, data}`: a record under its persisted name and schema version.
    static <T> ObjectNode named(Alphabet<T> alphabet, T value) {
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
