package dev.millrace.eventsourcing.lambda;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event of the bus, as EventBridge passes it to a function.
///
/// @param time when it was sent; null if that is not known
public record BusEvent(
        String id, String detailType, @Nullable Instant time, Map<String, Object> detail) {

    /// @throws IllegalArgumentException if it is not an event; the message names the wrong field
    public static BusEvent read(byte[] json) {
        return of(StrictJson.object(json));
    }

    /// @throws IllegalArgumentException if it is not an event; the message names the wrong field
    @SuppressWarnings("unchecked") // a JSON object
    public static BusEvent of(Map<String, Object> event) {
        if (!(event.get("detail") instanceof Map<?, ?> detail)) throw wrong("detail", "object");
        var time = event.get("time") == null ? null : time(text(event, "time"));
        return new BusEvent(
                text(event, "id"), text(event, "detail-type"), time, (Map<String, Object>) detail);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException unknown) {
            throw wrong("time", "instant");
        }
    }

    private static String text(Map<String, Object> event, String field) {
        if (event.get(field) instanceof String text && !text.isEmpty()) return text;
        throw wrong(field, "text");
    }

    private static IllegalArgumentException wrong(String field, String rule) {
        return new IllegalArgumentException(
                "an event of the bus has no %s \"%s\"".formatted(rule, field));
    }
}
