package dev.millrace.functions.concerts;

import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.HttpRoutes.Route;
import dev.millrace.eventsourcing.lambda.Problem;
import dev.millrace.ticketing.Concert;
import dev.millrace.ticketing.Concerts;

/// A concert with its seats, for anyone who has a token.
final class GetConcertRoute implements Route {
    private final Concerts concerts;

    GetConcertRoute(Concerts concerts) {
        this.concerts = concerts;
    }

    @Override
    public HttpAnswer answer(HttpCall call) {
        var concertId = call.path("concertId");
        if (!ConcertId.isOne(concertId)) throw Problem.notFound("concert");
        return concerts.find(concertId)
                .map(GetConcertRoute::answer)
                .orElseThrow(() -> Problem.notFound("concert"));
    }

    private static HttpAnswer answer(Concert concert) {
        return HttpAnswer.json(200, ConcertJson.of(concert));
    }
}
