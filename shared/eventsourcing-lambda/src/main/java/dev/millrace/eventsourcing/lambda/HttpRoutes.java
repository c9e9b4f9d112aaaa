package dev.millrace.eventsourcing.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.millrace.eventsourcing.Outage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function behind an HTTP API, made of its routes by API Gateway's route key (`POST /parcels`).
/// Nothing leaves it but an answer.
public class HttpRoutes implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
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
    public final APIGatewayV2HTTPResponse handleRequest(
            APIGatewayV2HTTPEvent event, @Nullable Context context) {
        var began = log.now();
        try (var _ = log.with(Map.of("correlation_id", event.getRequestContext().getRequestId()))) {
            var response = answer(event);
            log.info(
                    "call",
                    Map.of(
                            "route", event.getRouteKey(),
                            "status", response.getStatusCode(),
                            "duration_ms", log.since(began).toMillis()));
            return response;
        }
    }

    private APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event) {
        try {
            var route = routes.get(event.getRouteKey());
            if (route == null) throw Problem.notFound("call");
            return route.answer(new HttpCall(event)).encode();
        } catch (Problem problem) {
            return problem.answer().encode();
        } catch (Outage outage) {
            log.error("an outage", outage, Map.of("route", event.getRouteKey()));
            var detail = "We could not do this just now: try again in a moment.";
            return new Problem(503, "UNAVAILABLE", detail).answer().encode();
        } catch (RuntimeException defect) {
            log.error("a defect", defect, Map.of("route", event.getRouteKey()));
            var detail = "Something is broken on our side.";
            return new Problem(500, "INTERNAL", detail).answer().encode();
        }
    }
}
