package dev.millrace.local.http;

import dev.millrace.local.Json;
import dev.millrace.local.functions.Functions;
import dev.millrace.local.functions.InvocationResult;
import dev.millrace.local.functions.LambdaFunction;
import dev.millrace.local.template.Template;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The template's HTTP API. It finds the route, checks the token if the route requires one, and
/// returns the function's answer.
final class HttpApi {
    /// How long API Gateway waits for a function, regardless of the function's own timeout.
    private static final long INTEGRATION_TIMEOUT_SECONDS = 30;

    private final List<Route> routes;
    private final Optional<Cors> cors;
    private final InstantSource clock;

    HttpApi(Template template, Functions functions, InstantSource clock) {
        this.routes = Route.all(template, functions);
        this.cors = Cors.of(template);
        this.clock = clock;
    }

    Answer answer(Request request) throws InterruptedException {
        if (cors.isEmpty()) return routed(request);
        var preflight = cors.get().preflight(request);
        return preflight.isPresent()
                ? preflight.get()
                : cors.get().permit(request, routed(request));
    }

    private Answer routed(Request request) throws InterruptedException {
        var match = Route.match(routes, request.method(), request.path());
        if (match.isEmpty()) {
            return Answer.message(404, "Not Found");
        }
        var route = match.get().route();
        var token = LocalToken.of(request);
        if (route.authorized() && token.isEmpty()) {
            return Answer.message(401, "Unauthorized").with("www-authenticate", "Bearer");
        }
        var event = GatewayEvent.of(request, match.get(), token, clock.instant());
        return invoke(route.function(), Json.write(event))
                .map(GatewayAnswer::of)
                .orElseGet(() -> Answer.message(503, "Service Unavailable"));
    }

    /// Empty if the function does not answer in time. The function keeps running.
    private static Optional<InvocationResult> invoke(LambdaFunction function, String event)
            throws InterruptedException {
        var call = new FutureTask<>(() -> function.invoke(event));
        Thread.ofVirtual().name("api " + function.spec().name()).start(call);
        try {
            return Optional.of(call.get(INTEGRATION_TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        }
    }
}
