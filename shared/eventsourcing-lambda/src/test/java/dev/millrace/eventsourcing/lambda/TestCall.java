package dev.millrace.eventsourcing.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.eventsourcing.aws.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Builds a call as API Gateway passes it to a function (payload 2.0). Parts that a caller left out
/// are absent, header names are in lower case, and every call has a request id of its own.
public final class TestCall {
    private final String routeKey;
    private final Map<String, String> claims = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, String> path = new HashMap<>();
    private final Map<String, String> query = new HashMap<>();
    private String requestId = UUID.randomUUID().toString();
    private @Nullable String body;
    private boolean base64;

    private TestCall(String routeKey) {
        this.routeKey = routeKey;
    }

    /// A call of a route: `POST /bookings`.
    public static TestCall to(String routeKey) {
        return new TestCall(routeKey);
    }

    /// With the token of this client.
    public TestCall by(String clientId) {
        return claim("sub", clientId);
    }

    public TestCall claim(String name, String value) {
        claims.put(name, value);
        return this;
    }

    public TestCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public TestCall path(String name, String value) {
        path.put(name, value);
        return this;
    }

    public TestCall query(String name, String value) {
        query.put(name, value);
        return this;
    }

    public TestCall requestId(String id) {
        requestId = id;
        return this;
    }

    /// With a JSON body.
    public TestCall json(String text) {
        return header("content-type", "application/json").body(text, false);
    }

    public TestCall body(String text, boolean isBase64) {
        body = text;
        base64 = isBase64;
        return this;
    }

    public JsonNode event() {
        var event =
                Json.mapper()
                        .createObjectNode()
                        .put("routeKey", routeKey)
                        .put("isBase64Encoded", base64);
        var context = event.putObject("requestContext").put("requestId", requestId);
        put(context, "/authorizer/jwt/claims", claims);
        put(event, "/headers", headers);
        put(event, "/pathParameters", path);
        put(event, "/queryStringParameters", query);
        if (body != null) event.put("body", body);
        return event;
    }

    private static void put(ObjectNode node, String place, Map<String, String> values) {
        if (!values.isEmpty()) values.forEach(node.withObject(place)::put);
    }

    HttpCall call() {
        return new HttpCall(event());
    }
}
