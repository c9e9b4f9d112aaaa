package dev.millrace.eventsourcing.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.millrace.eventsourcing.Outage;
import java.util.Map;

/// The routes of a function, by API Gateway's route key: `POST /parcels`. Nothing leaves it but an
/// answer.
public final class HttpRoutes {
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

    public APIGatewayV2HTTPResponse answer(APIGatewayV2HTTPEvent event) {
        var began = log.now();
        try (var _ = log.with(Map.of("correlation_id", event.getRequestContext().getRequestId()))) {
            var response = route(event);
            log.info(
                    "call",
                    Map.of(
                            "route", event.getRouteKey(),
                            "status", response.getStatusCode(),
                            "duration_ms", log.since(began).toMillis()));
            return response;
        }
    }

    private APIGatewayV2HTTPResponse route(APIGatewayV2HTTPEvent event) {
        try {
            var route = routes.get(event.getRouteKey());
            if (route == null) throw Problem.notFound("call");
            return route.answer(new HttpCall(event)).encode();
        } catch (Problem problem) {
            return problem.answer().encode();
        } catch (Outage outage) {
            log.error("an outage", outage, Map.of("route", event.getRouteKey()));
            return answer(
                    503, "UNAVAILABLE", "We could not do this just now: try again in a moment.");
        } catch (RuntimeException defect) {
            log.error("a defect", defect, Map.of("route", event.getRouteKey()));
            return answer(500, "INTERNAL", "Something is broken on our side.");
        }
    }

    private static APIGatewayV2HTTPResponse answer(int status, String code, String detail) {
        return new Problem(status, code, detail, null).answer().encode();
    }
}
