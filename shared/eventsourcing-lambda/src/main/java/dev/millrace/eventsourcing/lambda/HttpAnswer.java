package dev.millrace.eventsourcing.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.aws.Json;
import java.util.Map;

/// The answer to an HTTP call: a status and a value that is written as JSON.
public record HttpAnswer(int status, Map<String, String> headers, Object body) {

    public static HttpAnswer json(int status, Object body) {
        return new HttpAnswer(status, Map.of("content-type", "application/json"), body);
    }

    /// Status 202: accepted. The client finds the result at `location`.
    public static HttpAnswer accepted(String location, Object body) {
        return new HttpAnswer(
                202, Map.of("content-type", "application/json", "location", location), body);
    }

    static HttpAnswer problem(int status, Object body) {
        return new HttpAnswer(status, Map.of("content-type", "application/problem+json"), body);
    }

    /// The answer as API Gateway expects it, payload format 2.0.
    JsonNode encode() {
        var answer = Json.object().put("statusCode", status);
        headers.forEach(answer.putObject("headers")::put);
        return answer.put("body", Json.write(body));
    }
}
