package dev.millrace.functions.concerts;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `PUT /concerts/{concertId}` and `GET /concerts/{concertId}`.
public final class Concerts
        implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final HttpRoutes routes;

    public Concerts() {
        this(System.getenv());
        Priming.of(ConcertsWarmUp::new, platform -> concerts(platform).find("nothing"));
    }

    public Concerts(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public Concerts(Platform platform) {
        var concerts = concerts(platform);
        this.routes =
                new HttpRoutes(
                        Map.of(
                                "PUT /concerts/{concertId}", new PutConcertRoute(concerts),
                                "GET /concerts/{concertId}", new GetConcertRoute(concerts)),
                        platform.log());
    }

    private static dev.millrace.ticketing.Concerts concerts(Platform platform) {
        return new dev.millrace.ticketing.Concerts(
                platform.clients().dynamoDb(),
                platform.environment().required("SEATS_TABLE"),
                platform.backoff("seats"),
                platform.runtime().threads());
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(
            APIGatewayV2HTTPEvent event, @Nullable Context context) {
        return routes.answer(event);
    }
}
