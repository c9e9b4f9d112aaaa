package dev.millrace.eventsourcing.aws;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.millrace.eventsourcing.Text;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Records as JSON, as they are stored and sent: decimals and instants as text, absent values left
/// out, unknown ones ignored. Text with half a character is neither written nor read.
public final class Json {
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

    private Json() {}

    /// Text of a value.
    ///
    /// @throws IllegalArgumentException if the value cannot be written, or has half a character
    public static String write(Object value) {
        try {
            return Text.requireWhole("JSON", MAPPER.writeValueAsString(value));
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
    public static <T> T read(String text, TypeReference<T> type) {
        try {
            return present(text, MAPPER.readValue(text, type));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(
                    "not JSON of a " + type.getType() + ": " + broken.getOriginalMessage(), broken);
        }
    }

    /// Half a character is possible only as an escape, in text that was not written here.
    private static <T> T present(String text, @Nullable T value) {
        if (value == null) throw new IllegalArgumentException("nothing but " + text);
        if (text.contains("\\u")) write(value);
        return value;
    }
}
