package dev.millrace.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.local.Json;
import dev.millrace.local.functions.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/// Turns a function's result into an HTTP answer, as an HTTP API does. A result with a `statusCode`
/// gives the status, headers and body. Any other result is the body of an answer of status 200.
final class GatewayAnswer {
    private GatewayAnswer() {}

    static Answer of(InvocationResult outcome) {
        var answer =
                outcome.failed()
                        ? java.util.Optional.<JsonNode>empty()
                        : Json.parse(outcome.payload());
        if (answer.isEmpty()) {
            return Answer.message(500, "Internal Server Error");
        }
        var json = answer.get();
        if (!json.has("statusCode")) {
            var body = json.isTextual() ? json.textValue() : Json.write(json);
            return new Answer(
                    200,
                    java.util.Map.of("content-type", List.of("application/json")),
                    body.getBytes(StandardCharsets.UTF_8));
        }
        var status = json.path("statusCode").asInt(0);
        if (status < 100 || status > 599) {
            return Answer.message(500, "Internal Server Error");
        }
        return said(status, json);
    }

    private static Answer said(int status, JsonNode json) {
        var headers = new LinkedHashMap<String, List<String>>();
        json.path("headers")
                .properties()
                .forEach(header ->
                        headers.put(
                                header.getKey().toLowerCase(Locale.ROOT),
                                List.of(header.getValue().asText())));
        var cookies = new ArrayList<String>();
        json.path("cookies").forEach(cookie -> cookies.add(cookie.asText()));
        if (!cookies.isEmpty()) {
            headers.put("set-cookie", cookies);
        }
        headers.putIfAbsent("content-type", List.of("text/plain; charset=utf-8"));
        var body = json.path("body").asText("");
        try {
            var bytes =
                    json.path("isBase64Encoded").asBoolean()
                            ? Base64.getDecoder().decode(body)
                            : body.getBytes(StandardCharsets.UTF_8);
            return new Answer(status, headers, bytes);
        } catch (IllegalArgumentException e) {
            return Answer.message(500, "Internal Server Error");
        }
    }
}
