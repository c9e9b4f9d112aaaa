package dev.millrace;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A call of the API as a client might make it, right or wrong.
///
/// @param route such as `GET /bookings/{bookingId}`
public record ApiCall(
        String route,
        Map<String, String> path,
        Map<String, String> query,
        Map<String, String> headers,
        @Nullable String body) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = new JsonMapper();

    public static ApiCall to(String route) {
        return new ApiCall(route, Map.of(), Map.of(), Map.of(), null);
    }

    public ApiCall at(String name, String value) {
        return new ApiCall(route, with(path, name, value), query, headers, body);
    }

    public ApiCall query(String name, String value) {
        return new ApiCall(route, path, with(query, name, value), headers, body);
    }

    public ApiCall header(String name, String value) {
        return new ApiCall(route, path, query, with(headers, name, value), body);
    }

    /// With the token of a client of the local cloud; `boss:admin` for an admin.
    public ApiCall by(String client) {
        return header("Authorization", "Bearer local:" + client);
    }

    public ApiCall json(String text) {
        return new ApiCall(
                route, path, query, with(headers, "Content-Type", "application/json"), text);
    }

    public ApiAnswer send(URI api) {
        var uri = route.split(" ", 2)[1];
        for (var one : path.entrySet()) {
            uri = uri.replace("{" + one.getKey() + "}", encoded(one.getValue()));
        }
        var separator = "?";
        for (var one : query.entrySet()) {
            uri += separator + one.getKey() + "=" + encoded(one.getValue());
            separator = "&";
        }
        var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        var request = HttpRequest.newBuilder(api.resolve(uri)).method(method(), publisher);
        headers.forEach(request::header);
        try {
            return ApiAnswer.of(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Invokes the route's function directly, with an event that the gateway would not let a caller
    /// cause.
    ///
    /// @param claims of the caller's token; if empty, the event is as the gateway sends it without
    ///   an authorizer
    /// @param asBase64 whether the event declares its body as base64, which it is not
    public ApiAnswer invoke(LocalCloud cloud, Map<String, String> claims, boolean asBase64) {
        try {
            var answer = cloud.invoke(function(), event(claims, asBase64).toString());
            return ApiAnswer.of(answer.json());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode event(Map<String, String> claims, boolean asBase64) {
        var event = JSON.createObjectNode().put("version", "2.0").put("routeKey", route);
        var lower = event.putObject("headers");
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        path.forEach(event.putObject("pathParameters")::put);
        query.forEach(event.putObject("queryStringParameters")::put);
        var context = event.putObject("requestContext").put("requestId", "request-1");
        if (!claims.isEmpty()) {
            claims.forEach(
                    context.putObject("authorizer").putObject("jwt").putObject("claims")::put);
        }
        return event.put("body", body).put("isBase64Encoded", asBase64);
    }

    private String function() {
        return TemplateFile.read().events("HttpApi").stream()
                .filter(event -> route.equals(event.at("Method") + " " + event.at("Path")))
                .map(event -> event.function().id())
                .findFirst()
                .orElseThrow();
    }

    private String method() {
        return route.split(" ", 2)[0];
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        var more = new TreeMap<>(map);
        more.put(name, value);
        return more;
    }
}
