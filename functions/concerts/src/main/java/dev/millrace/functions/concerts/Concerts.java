package dev.millrace.functions.concerts;

import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.snapstart.Priming;
import dev.millrace.ticketing.ConcertCatalog;
import java.util.Map;

/// Lambda function of `PUT /concerts/{concertId}` and `GET /concerts/{concertId}`.
public final class Concerts extends HttpRoutes {
    public Concerts() {
        this(System.getenv());
        Priming.of(ConcertsWarmUp::new, platform -> concerts(platform).find("nothing"));
    }

    public Concerts(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public Concerts(Platform platform) {
        var concerts = concerts(platform);
        super(
                Map.of(
                        "PUT /concerts/{concertId}", new PutConcertRoute(concerts),
                        "GET /concerts/{concertId}", new GetConcertRoute(concerts)),
                platform.log());
    }

    private static ConcertCatalog concerts(Platform platform) {
        return new ConcertCatalog(
                platform.clients().dynamoDb(),
                platform.environment().required("SEATS_TABLE"),
                platform.backoff("seats"),
                platform.runtime().threads());
    }
}
