package dev.millrace.functions.concerts;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.LoggedBackoff;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `PUT /concerts/{concertId}` and `GET /concerts/{concertId}`.
public final class Concerts
        implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final HttpRoutes routes;

    public Concerts() {
        this(System.getenv());
        Priming.of(ConcertsRehearsal::new);
    }

    public Concerts(Map<String, String> variables) {
        var environment = new Environment(variables);
        this(environment, Runtime.system(), new AwsClients(environment));
    }

    public Concerts(Environment environment, Runtime runtime, Clients clients) {
        var log = new Log(environment, runtime);
        var concerts = concerts(environment, runtime, clients, log);
        this.routes =
                new HttpRoutes(
                        Map.of(
                                "PUT /concerts/{concertId}", new PutConcertRoute(concerts),
                                "GET /concerts/{concertId}", new GetConcertRoute(concerts)),
                        log);
    }

    static dev.millrace.ticketing.Concerts concerts(
            Environment environment, Runtime runtime, Clients clients, Log log) {
        return new dev.millrace.ticketing.Concerts(
                clients.dynamoDb(),
                environment.required("SEATS_TABLE"),
                new LoggedBackoff(runtime.backoff(), "seats", log),
                runtime.threads());
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(
            APIGatewayV2HTTPEvent event, @Nullable Context context) {
        return routes.answer(event);
    }
}
