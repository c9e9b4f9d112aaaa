package dev.millrace.eventsourcing.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext.Authorizer.JWT;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A call as API Gateway hands it to a function (payload 2.0): parts that a caller left out are
/// absent, header names are in lower case, and every call has a request id of its own.
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

    public APIGatewayV2HTTPEvent event() {
        var context = RequestContext.builder().withRequestId(requestId).withRouteKey(routeKey);
        if (!claims.isEmpty()) {
            var jwt = JWT.builder().withClaims(claims).build();
            context.withAuthorizer(Authorizer.builder().withJwt(jwt).build());
        }
        var event =
                APIGatewayV2HTTPEvent.builder()
                        .withRouteKey(routeKey)
                        .withRequestContext(context.build())
                        .withIsBase64Encoded(base64);
        if (!headers.isEmpty()) event.withHeaders(headers);
        if (!path.isEmpty()) event.withPathParameters(path);
        if (!query.isEmpty()) event.withQueryStringParameters(query);
        if (body != null) event.withBody(body);
        return event.build();
    }

    HttpCall call() {
        return new HttpCall(event());
    }
}
