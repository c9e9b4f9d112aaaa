package dev.millrace.eventsourcing.aws;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.eventsourcing.Text;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Writes and reads the JSON that is stored and sent. Decimals and instants are text, null values
/// are left out, and unknown fields are ignored. Text with half a character (an unpaired surrogate)
/// is neither written nor read.
public final class Json {
    public static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new LazyJavaTime())
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

    private Json() {}

    /// The JSON text of a value.
    ///
    /// @throws IllegalArgumentException if the value cannot be written, or has half a character
    public static String write(Object value) {
        try {
            return Text.requireWhole("JSON", MAPPER.writeValueAsString(value));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value, broken);
        }
    }

    /// The value of a JSON text.
    ///
    /// @throws IllegalArgumentException if the text is not JSON of this type
    public static <T> T read(String text, Class<T> type) {
        try {
            return present(text, MAPPER.readValue(text, type));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "not JSON of a " + type.getSimpleName() + ": " + broken.getOriginalMessage(),
                    broken);
        }
    }

    /// The value of a JSON text.
    ///
    /// @throws IllegalArgumentException if the text is not JSON of this type
    public static <T> T read(String text, TypeReference<T> type) {
        try {
            return present(text, MAPPER.readValue(text, type));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "not JSON of a " + type.getType() + ": " + broken.getOriginalMessage(), broken);
        }
    }

    /// Only an escape in text that other code wrote can contain half a character. Writing the value
    /// finds it.
    private static <T> T present(String text, @Nullable T value) {
        if (value == null) throw new IllegalArgumentException("expected a JSON value, not " + text);
        if (text.contains("\\u")) write(value);
        return value;
    }
}
