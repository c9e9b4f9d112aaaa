package dev.millrace.functions.concerts;

import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.lambda.Clients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.Log;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpAws;
import dev.millrace.eventsourcing.lambda.snapstart.MadeUpEvents;
import dev.millrace.eventsourcing.lambda.snapstart.Rehearsal;

/// Puts a concert on sale, and shows it.
final class ConcertsRehearsal implements Rehearsal {
    private static final String BODY =
            """
            {"currency":"EUR","seats":[{"row":1,"number":1,"price":"49.90"}]}\
            """;

    private final Environment environment;
    private final Runtime runtime;
    private final Concerts concerts;

    ConcertsRehearsal(Environment environment, Runtime runtime) {
        this.environment = environment;
        this.runtime = runtime;
        this.concerts = new Concerts(environment, runtime, new MadeUpAws(environment));
    }

    @Override
    public void play(String id) {
        var put = MadeUpEvents.call("PUT /concerts/{concertId}", id, BODY);
        Rehearsal.check(concerts.handleRequest(put, null));
        var get = MadeUpEvents.call("GET /concerts/{concertId}", id, "");
        Rehearsal.check(concerts.handleRequest(get, null));
    }

    @Override
    public void read(Clients aws) {
        Concerts.concerts(environment, runtime, aws, new Log(environment, runtime)).find("nothing");
    }
}
