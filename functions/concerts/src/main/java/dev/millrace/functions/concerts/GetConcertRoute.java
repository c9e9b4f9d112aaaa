package dev.millrace.functions.concerts;

import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.HttpRoutes.Route;
import dev.millrace.eventsourcing.lambda.Problem;
import dev.millrace.ticketing.ConcertCatalog;

/// Answers a concert with its seats, to any caller with a token.
record GetConcertRoute(ConcertCatalog concerts) implements Route {
    @Override
    public HttpAnswer answer(HttpCall call) {
        call.clientId(); // a call without the claims of a token is rejected
        var concertId = call.path("concertId");
        if (!ConcertId.isOne(concertId)) throw Problem.notFound("concert");
        return concerts.find(concertId)
                .map(concert -> HttpAnswer.json(200, ConcertJson.of(concert)))
                .orElseThrow(() -> Problem.notFound("concert"));
    }
}
