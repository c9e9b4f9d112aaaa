package dev.millrace.local.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.Json;
import dev.millrace.local.http.Route.Match;
import dev.millrace.local.template.Place;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Turns a request into the event that an HTTP API gives a function, in payload format 2.0.
final class GatewayEvent {
    private static final DateTimeFormatter LOG_TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private GatewayEvent() {}

    static JsonNode of(Request request, Match match, Optional<LocalToken> token, Instant now) {
        var event = Json.object();
        event.put("version", "2.0");
        event.put("routeKey", match.route().key());
        event.put("rawPath", request.path());
        event.put("rawQueryString", request.query());
        request.header("cookie")
                .ifPresent(cookies -> {
                    var list = event.putArray("cookies");
                    for (var cookie : cookies.split(";", -1)) {
                        list.add(cookie.strip());
                    }
                });
        event.set("headers", headers(request));
        if (!request.query().isEmpty()) {
            event.set("queryStringParameters", query(request.query()));
        }
        event.set("requestContext", context(request, match, token, now));
        if (!match.parameters().isEmpty()) {
            var parameters = event.putObject("pathParameters");
            match.parameters().forEach(parameters::put);
        }
        body(request, event);
        return event;
    }

    private static ObjectNode headers(Request request) {
        var headers = Json.object();
        request.headers().forEach(headers::put);
        headers.remove("cookie");
        headers.put("x-forwarded-for", request.sourceIp());
        headers.put("x-forwarded-proto", "http");
        headers.put(
                "x-amzn-trace-id",
                "Root=1-00000000-"
                        + UUID.randomUUID().toString().replace("-", "").substring(0, 24));
        return headers;
    }

    private static ObjectNode query(String query) {
        var parameters = Json.object();
        for (var pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            var sides = pair.split("=", 2);
            var name = URLDecoder.decode(sides[0], StandardCharsets.UTF_8);
            var value = sides.length < 2 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8);
            var before = parameters.path(name);
            parameters.put(name, before.isTextual() ? before.textValue() + "," + value : value);
        }
        return parameters;
    }

    private static ObjectNode context(
            Request request, Match match, Optional<LocalToken> token, Instant now) {
        var host = request.header("host").orElse("localhost");
        var context = Json.object().put("accountId", Place.ACCOUNT).put("apiId", "local");
        token.filter(t -> match.route().authorized())
                .ifPresent(t -> {
                    var jwt = context.putObject("authorizer").putObject("jwt");
                    jwt.set("claims", t.claims());
                    jwt.putNull("scopes");
                });
        context.put("domainName", host.replaceFirst(":\\d+$", ""));
        context.put("domainPrefix", "local");
        context.putObject("http")
                .put("method", request.method())
                .put("path", request.path())
                .put("protocol", request.protocol())
                .put("sourceIp", request.sourceIp())
                .put("userAgent", request.header("user-agent").orElse(""));
        return context.put("requestId", UUID.randomUUID().toString())
                .put("routeKey", match.route().key())
                .put("stage", "$default")
                .put("time", LOG_TIME.format(now))
                .put("timeEpoch", now.toEpochMilli());
    }

    /// A body of text is sent as text, any other body as base64.
    private static void body(Request request, ObjectNode event) {
        if (request.body().length == 0) {
            event.put("isBase64Encoded", false);
            return;
        }
        var text =
                isText(request.header("content-type").orElse(""))
                        ? utf8(request.body())
                        : Optional.<String>empty();
        event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(request.body())));
        event.put("isBase64Encoded", text.isEmpty());
    }

    private static boolean isText(String contentType) {
        var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.isEmpty()
                || type.startsWith("text/")
                || type.equals("application/json")
                || type.equals("application/javascript")
                || type.equals("application/xml")
                || type.endsWith("+json")
                || type.endsWith("+xml");
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
