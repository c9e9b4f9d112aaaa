package dev.millrace.functions.concerts;

import dev.millrace.eventsourcing.lambda.snapstart.FakeAws;
import dev.millrace.eventsourcing.lambda.snapstart.FakeEvents;
import dev.millrace.eventsourcing.lambda.snapstart.WarmUp;
import java.io.IOException;

/// Puts a concert on sale, and shows it.
final class ConcertsWarmUp implements WarmUp {
    private static final String BODY =
            """
            {"currency":"EUR","seats":[{"row":1,"number":1,"price":"49.90"}]}\
            """;

    private final Concerts concerts;

    ConcertsWarmUp(FakeAws aws) {
        this.concerts = new Concerts(aws.platform());
    }

    @Override
    public void play(String id) throws IOException {
        var put = FakeEvents.call("PUT /concerts/{concertId}", id, BODY);
        WarmUp.handle(concerts, put);
        var get = FakeEvents.call("GET /concerts/{concertId}", id, "");
        WarmUp.handle(concerts, get);
    }
}
