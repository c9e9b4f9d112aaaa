package dev.millrace.eventsourcing.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.aws.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function behind an HTTP API. It selects the route by API Gateway's route key (`POST
/// /parcels`). A route that throws is answered, too: 503 after an outage, 500 after a defect.
public class HttpRoutes implements RequestStreamHandler {
    private final Map<String, Route> routes;
    private final Log log;

    public HttpRoutes(Map<String, Route> routes, Log log) {
        this.routes = Map.copyOf(routes);
        this.log = log;
    }

    /// Answers a call, or throws a [Problem].
    @FunctionalInterface
    public interface Route {
        HttpAnswer answer(HttpCall call);
    }

    @Override
    public final void handleRequest(
            InputStream event, OutputStream answer, @Nullable Context context) throws IOException {
        Json.write(answer, handle(Json.read(event)));
    }

    /// Answers an event of an HTTP API, payload format 2.0.
    public final JsonNode handle(JsonNode event) {
        var began = log.now();
        var call = new HttpCall(event);
        try (var _ = log.with(Map.of("correlation_id", call.requestId()))) {
            var answer = answer(call);
            log.info(
                    "call",
                    Map.of(
                            "route", call.routeKey(),
                            "status", answer.path("statusCode").intValue(),
                            "duration_ms", log.since(began).toMillis()));
            return answer;
        }
    }

    private JsonNode answer(HttpCall call) {
        try {
            var route = routes.get(call.routeKey());
            if (route == null) throw Problem.notFound("call");
            return route.answer(call).encode();
        } catch (Problem problem) {
            return problem.answer().encode();
        } catch (Outage outage) {
            log.error("an outage", outage, Map.of("route", call.routeKey()));
            var detail = "We could not do this just now: try again in a moment.";
            return new Problem(503, "UNAVAILABLE", detail).answer().encode();
        } catch (RuntimeException defect) {
            log.error("a defect", defect, Map.of("route", call.routeKey()));
            var detail = "Something is broken on our side.";
            return new Problem(500, "INTERNAL", detail).answer().encode();
        }
    }
}
