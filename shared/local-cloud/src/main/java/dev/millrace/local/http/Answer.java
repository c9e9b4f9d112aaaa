package dev.millrace.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One HTTP answer.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    static Answer json(int status, JsonNode body) {
        return new Answer(
                status,
                Map.of("content-type", List.of("application/json")),
                Json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    /// An answer of API Gateway itself, such as `{"message":"Not Found"}`.
    static Answer message(int status, String message) {
        return json(status, Json.object().put("message", message));
    }

    Answer with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, List.of(value));
        return new Answer(status, more, body);
    }
}
