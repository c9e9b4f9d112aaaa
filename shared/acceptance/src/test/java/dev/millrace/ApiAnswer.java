package dev.millrace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The answer to a call. The names of its headers are in lower case.
public record ApiAnswer(int status, Map<String, String> headers, JsonNode body) {
    private static final JsonMapper JSON = new JsonMapper();

    static ApiAnswer of(HttpResponse<String> response) {
        var headers = new TreeMap<String, String>();
        response.headers().map().forEach((name, all) -> headers.put(name, String.join(",", all)));
        return new ApiAnswer(response.statusCode(), headers, read(response.body()));
    }

    /// The answer of a function that was invoked without the gateway.
    public static ApiAnswer of(JsonNode payload) {
        var headers = new TreeMap<String, String>();
        payload.path("headers")
                .properties()
                .forEach(header ->
                        headers.put(
                                header.getKey().toLowerCase(Locale.ROOT),
                                header.getValue().asText()));
        return new ApiAnswer(
                payload.path("statusCode").asInt(), headers, read(payload.path("body").asText()));
    }

    /// In short: `202`, `422 NO_SEATS`, or with the gateway's message, `401 Unauthorized`.
    public String said() {
        var word = body.path("code").asText(body.path("message").asText());
        return (status + " " + word).strip();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + json, e);
        }
    }
}
