package dev.millrace.functions.queries;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.booking.BookingEvent.BookingPlaced;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.HttpRoutes.Route;
import dev.millrace.eventsourcing.lambda.Problem;
import java.util.List;

/// Answers all events of a booking of the caller, from the journal.
record GetHistoryRoute(Journal<Booking, BookingEvent> journal) implements Route {
    record History(List<EventJson> events) {}

    @Override
    public HttpAnswer answer(HttpCall call) {
        var client = call.clientId();
        var bookingId = call.path("bookingId");
        var commits =
                Ids.isOne(bookingId) ? journal.read(bookingId, 0) : List.<Commit<BookingEvent>>of();
        if (!isOf(client, commits)) throw Problem.notFound("booking");
        return HttpAnswer.json(200, new History(commits.stream().flatMap(EventJson::of).toList()));
    }

    private static boolean isOf(String client, List<Commit<BookingEvent>> commits) {
        return !commits.isEmpty()
                && !Commit.isErased(commits)
                && commits.getFirst().events().getFirst() instanceof BookingPlaced placed
                && placed.clientId().equals(client);
    }
}
