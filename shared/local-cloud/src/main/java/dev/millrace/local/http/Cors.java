package dev.millrace.local.http;

import dev.millrace.local.Json;
import dev.millrace.local.template.Properties;
import dev.millrace.local.template.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// CORS: what an HTTP API allows pages of other origins, as its `CorsConfiguration` says. As on API
/// Gateway, a preflight needs no token and reaches no function, and the API's own CORS headers
/// replace those of a function.
///
/// @param configuration with `AllowOrigins`, `AllowMethods`, …
record Cors(Properties configuration) {
    private static final String PREFIX = "access-control-";

    /// What SAM makes of `CorsConfiguration: true`.
    private static final Properties EVERY_ORIGIN =
            new Properties(Json.read("{\"AllowOrigins\":[\"*\"]}"), "");

    /// Empty if the template's API has none. Browsers then let no page of another origin call it.
    static Optional<Cors> of(Template template) {
        var apis = template.all("AWS::Serverless::HttpApi");
        var api = apis.isEmpty() ? template.globals("HttpApi") : apis.getFirst().properties();
        var name = "CorsConfiguration";
        var configuration = api.flag(name, false) ? EVERY_ORIGIN : api.part(name);
        return configuration.has("AllowOrigins")
                ? Optional.of(new Cors(configuration))
                : Optional.empty();
    }

    /// The answer to a preflight; empty for any other request. The browser checks whether the
    /// method and the headers are allowed.
    Optional<Answer> preflight(Request request) {
        var isPreflight =
                request.method().equals("OPTIONS")
                        && request.header("origin").isPresent()
                        && request.header(PREFIX + "request-method").isPresent();
        if (!isPreflight) return Optional.empty();
        var answer = with(new Answer(204, Map.of(), new byte[0]), origin(request));
        if (origin(request).isEmpty()) return Optional.of(answer);
        answer = list(answer, "allow-methods", configuration.texts("AllowMethods"));
        var headers = configuration.texts("AllowHeaders");
        answer = list(answer, "allow-headers", headers.stream().map(Cors::lowerCase).toList());
        return Optional.of(list(answer, "max-age", configuration.texts("MaxAge")));
    }

    /// Adds CORS headers to the answer to any other request, so that a page of an allowed origin
    /// can read it. Rejections get them, too.
    Answer permit(Request request, Answer answer) {
        var headers = new LinkedHashMap<>(answer.headers());
        headers.keySet().removeIf(name -> name.startsWith(PREFIX));
        var own = with(new Answer(answer.status(), headers, answer.body()), origin(request));
        if (origin(request).isEmpty()) return own;
        var exposed = configuration.texts("ExposeHeaders");
        return list(own, "expose-headers", exposed.stream().map(Cors::lowerCase).toList());
    }

    /// The allowed origin in the answer: the request's own, or `*`. Empty if it is not allowed.
    private Optional<String> origin(Request request) {
        var allowed = configuration.texts("AllowOrigins");
        if (allowed.contains("*")) return request.header("origin").map(origin -> "*");
        return request.header("origin")
                .filter(origin ->
                        allowed.contains(origin)
                                || allowed.contains(origin.replaceFirst("//.*", "//*")));
    }

    private Answer with(Answer answer, Optional<String> origin) {
        if (origin.isEmpty()) return answer;
        var allowed = answer.with(PREFIX + "allow-origin", origin.get());
        return configuration.flag("AllowCredentials", false)
                ? allowed.with(PREFIX + "allow-credentials", "true")
                : allowed;
    }

    private static Answer list(Answer answer, String header, List<String> values) {
        return values.isEmpty() ? answer : answer.with(PREFIX + header, String.join(",", values));
    }

    private static String lowerCase(String header) {
        return header.toLowerCase(Locale.ROOT);
    }
}
