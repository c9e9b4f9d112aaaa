package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.cli.ApiDescription.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// Calls the local cloud's HTTP API with the values of a form, as the client that the form names.
/// The token is one that only the local cloud accepts.
final class ApiCall {
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI api;

    /// @param location the answer's header `Location`; empty if it has none
    record Answer(int status, String body, String location) {
        boolean succeeded() {
            return status / 100 == 2;
        }
    }

    ApiCall(URI api) {
        this.api = api;
    }

    /// @param form the parameters by [ApiDescription.Parameter#field], `body`, `client` and `admin`
    Answer send(Operation operation, Map<String, String> form) {
        var path = operation.path();
        var query = operation.parameters().stream();
        for (var parameter : operation.parameters()) {
            var value = encoded(form.getOrDefault(parameter.field(), ""));
            if (parameter.in().equals("path")) {
                path = path.replace("{" + parameter.name() + "}", value);
            }
        }
        var asked =
                query.filter(one -> one.in().equals("query") && isGiven(form, one.field()))
                        .map(one -> one.name() + "=" + encoded(form.getOrDefault(one.field(), "")))
                        .collect(Collectors.joining("&"));
        try {
            var request = request(asked.isEmpty() ? path : path + "?" + asked, form);
            for (var one : operation.parameters()) {
                if (one.in().equals("header") && isGiven(form, one.field())) {
                    request.header(one.name(), form.getOrDefault(one.field(), ""));
                }
            }
            var body = form.getOrDefault("body", "");
            if (!body.isEmpty()) request.header("Content-Type", "application/json");
            return send(request.method(operation.method(), BodyPublishers.ofString(body)));
        } catch (IllegalArgumentException malformed) {
            throw new UserMistake("nothing was sent: " + malformed.getMessage());
        }
    }

    /// Gets the location that an answer named.
    Answer get(String location, Map<String, String> form) {
        if (URI.create(location).isAbsolute() || location.startsWith("//")) {
            throw new UserMistake("the answer's location is not of this API: " + location);
        }
        return send(request(location, form).GET());
    }

    private HttpRequest.Builder request(String path, Map<String, String> form) {
        var client = form.getOrDefault("client", "").strip();
        var admin = form.containsKey("admin") ? ":admin" : "";
        return HttpRequest.newBuilder(URI.create(api + "/").resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer local:" + client + admin);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            var answer = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.body(),
                    answer.headers().firstValue("Location").orElse(""));
        } catch (IOException failed) {
            throw new UserMistake("the local API did not answer: " + failed.getMessage());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new UserMistake("the console is shutting down");
        }
    }

    private static boolean isGiven(Map<String, String> form, String field) {
        return !form.getOrDefault(field, "").isBlank();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }
}
