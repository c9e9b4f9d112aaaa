package dev.millrace.functions.concerts;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.millrace.eventsourcing.lambda.Aws;
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
        Priming.of(new Environment(System.getenv()), ConcertsRehearsal::new);
    }

    public Concerts(Map<String, String> variables) {
        this(new Environment(variables));
    }

    Concerts(Environment environment) {
        this(tables(environment), Log.of(environment));
    }

    static dev.millrace.ticketing.Concerts tables(Environment environment) {
        return new dev.millrace.ticketing.Concerts(
                Aws.dynamoDb(environment),
                environment.required("SEATS_TABLE"),
                new LoggedBackoff(Aws.backoff(), "seats", Log.of(environment)));
    }

    Concerts(dev.millrace.ticketing.Concerts concerts, Log log) {
        this.routes =
                new HttpRoutes(
                        Map.of(
                                "PUT /concerts/{concertId}", new PutConcertRoute(concerts),
                                "GET /concerts/{concertId}", new GetConcertRoute(concerts)),
                        log);
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(
            APIGatewayV2HTTPEvent event, @Nullable Context context) {
        return routes.answer(event);
    }
}
