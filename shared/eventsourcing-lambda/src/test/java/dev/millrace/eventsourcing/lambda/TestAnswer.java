package dev.millrace.eventsourcing.lambda;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.aws.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer to an HTTP call, as the caller reads it.
public record TestAnswer(int status, Map<String, String> headers, JsonNode body) {
    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    public static TestAnswer of(JsonNode answer) {
        return new TestAnswer(
                answer.path("statusCode").intValue(),
                Json.mapper().convertValue(answer.path("headers"), HEADERS),
                Json.read(answer.path("body").textValue(), JsonNode.class));
    }

    /// A text member of the body; null if there is none.
    public @Nullable String text(String member) {
        return body.path(member).textValue();
    }

    /// Status, code and, if there is one, field of a problem: `400 INVALID_FIELD seats[0].row`.
    public String problem() {
        var field = text("field");
        return status + " " + text("code") + (field == null ? "" : " " + field);
    }
}
