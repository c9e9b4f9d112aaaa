package dev.millrace.cli;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.BookingType.EVENTS;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.Aws;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.local.LocalCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A booking's life, a line a commit: when, what happened, which command did it, and what caused
/// that.
final class Timeline {
    private final Journal<Booking, BookingEvent> journal;

    Timeline(LocalCloud cloud) {
        var environment =
                new Environment(
                        Map.of(
                                "AWS_REGION", System.getProperty("aws.region", "eu-central-1"),
                                "AWS_ENDPOINT_URL_DYNAMODB", cloud.dynamoDb().toString()));
        this.journal =
                new DynamoDbJournal<>(
                        Aws.dynamoDb(environment), cloud.resource("BookingEventsTable"), BOOKING);
    }

    List<String> of(String bookingId) {
        var commits = journal.read(bookingId, 0);
        if (commits.isEmpty()) return List.of();
        var begin = commits.getFirst().at();
        return commits.stream().map(commit -> line(commit, begin, commits)).toList();
    }

    private static String line(
            Commit<BookingEvent> commit, Instant begin, List<Commit<BookingEvent>> commits) {
        var after = Duration.between(begin, commit.at());
        return "   %7.3f s  %-28s  by %-28s  %s"
                .formatted(
                        after.toMillis() / 1000.0,
                        names(commit),
                        commit.by(),
                        cause(commit, commits));
    }

    private static String names(Commit<BookingEvent> commit) {
        return commit.events().stream().map(EVENTS::nameOf).collect(Collectors.joining(", "));
    }

    private static String cause(Commit<BookingEvent> commit, List<Commit<BookingEvent>> commits) {
        var cause = commit.causationId();
        if (cause == null)
            return commit.by().startsWith("expiry")
                    ? "as its deadline was past"
                    : "as the client asked";
        for (var earlier : commits) {
            for (var index = 0; index < earlier.events().size(); index++) {
                if (earlier.eventId(index).equals(cause)) {
                    return "because of " + EVENTS.nameOf(earlier.events().get(index));
                }
            }
        }
        return "because of " + cause.replace('/', ' ');
    }
}
