package dev.millrace.cli;

import static dev.millrace.booking.BookingType.BOOKING;
import static dev.millrace.booking.BookingType.EVENTS;

import dev.millrace.booking.Booking;
import dev.millrace.booking.BookingEvent;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.local.LocalCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A booking's life, a line a commit: when, what happened, which command did it, and what caused
/// that.
final class Timeline {
    private final Journal<Booking, BookingEvent> journal;
    private final BusLog bus;

    Timeline(LocalCloud cloud, BusLog bus) {
        this.bus = bus;
        var environment =
                new Environment(
                        Map.of(
                                "AWS_REGION", System.getProperty("aws.region", "eu-central-1"),
                                "AWS_ENDPOINT_URL_DYNAMODB", cloud.dynamoDb().toString()));
        this.journal =
                new DynamoDbJournal<>(
                        new AwsClients(environment).dynamoDb(),
                        cloud.resource("BookingEventsTable"),
                        BOOKING);
    }

    List<String> of(String bookingId) {
        var commits = journal.read(bookingId, 0);
        if (commits.isEmpty()) return List.of();
        var begin = commits.getFirst().at();
        var lines = new TreeMap<Instant, String>();
        for (var commit : commits) {
            add(
                    lines,
                    commit.at(),
                    line(
                            begin,
                            commit.at(),
                            names(commit),
                            "by " + commit.by(),
                            cause(commit, commits)));
        }
        for (var told : bus.of(bookingId)) {
            if (told.type().startsWith("Booking")) continue; // the commits say so already
            add(
                    lines,
                    told.at(),
                    line(
                            begin,
                            told.at(),
                            told.type(),
                            "told the world",
                            told.detail().path("reason").asText()));
        }
        return List.copyOf(lines.values());
    }

    private static void add(Map<Instant, String> lines, Instant at, String line) {
        var free = at;
        while (lines.containsKey(free)) free = free.plusNanos(1);
        lines.put(free, line);
    }

    private static String line(Instant begin, Instant at, String what, String how, String why) {
        return "   %7.3f s  %-28s  %-31s  %s"
                .formatted(Duration.between(begin, at).toMillis() / 1000.0, what, how, why);
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
                if (cause.endsWith(earlier.eventId(index))) {
                    return "because of " + EVENTS.nameOf(earlier.events().get(index));
                }
            }
        }
        return "because of " + cause.replace('/', ' ');
    }
}
