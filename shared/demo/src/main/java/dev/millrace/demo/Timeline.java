package dev.millrace.demo;

import dev.millrace.local.LocalCloud;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The history of a booking, one line for each commit and each public event: the time, the events,
/// the command, and its cause.
final class Timeline {
    private final JournalItems journal;
    private final BusLog bus;

    Timeline(LocalCloud cloud, BusLog bus) {
        this.journal = new JournalItems(cloud.dynamoDb(), cloud.resource("BookingEventsTable"));
        this.bus = bus;
    }

    List<String> of(String bookingId) {
        var commits = journal.of("Booking", bookingId);
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
                            String.join(", ", commit.events()),
                            "by " + commit.by(),
                            cause(commit, commits)));
        }
        for (var published : bus.of(bookingId)) {
            if (published.type().startsWith("Booking")) continue; // the commits show it already
            add(
                    lines,
                    published.at(),
                    line(
                            begin,
                            published.at(),
                            published.type(),
                            "published",
                            published.detail().path("reason").asText()));
        }
        return List.copyOf(lines.values());
    }

    private static void add(Map<Instant, String> lines, Instant at, String line) {
        var free = at;
        while (lines.containsKey(free)) free = free.plusNanos(1);
        lines.put(free, line);
    }

    private static String line(Instant begin, Instant at, String what, String how, String why) {
        return String.format(
                Locale.ROOT,
                "   %7.3f s  %-28s  %-31s  %s",
                Duration.between(begin, at).toMillis() / 1000.0,
                what,
                how,
                why);
    }

    private static String cause(JournalItems.Commit commit, List<JournalItems.Commit> commits) {
        var cause = commit.cause();
        if (cause.isEmpty())
            return commit.by().startsWith("expiry")
                    ? "as its deadline was past"
                    : "as the client asked";
        for (var earlier : commits) {
            for (var index = 0; index < earlier.events().size(); index++) {
                if (cause.endsWith(earlier.eventId(index))) {
                    return "because of " + earlier.events().get(index);
                }
            }
        }
        return "because of " + cause.replace('/', ' ');
    }
}
