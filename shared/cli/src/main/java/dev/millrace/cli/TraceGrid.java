package dev.millrace.cli;

import static java.util.Comparator.comparing;

import dev.millrace.cli.Trace.Entry;
import dev.millrace.cli.Trace.Sentence;
import dev.millrace.cli.Trace.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A trace as a grid: a column for each lane and a row for each entry.
final class TraceGrid {
    /// The style has a rule for so many columns. Further lanes share the last one.
    private static final int MOST_LANES = 24;

    private final Trace trace;
    private final String options;
    private final List<String> lanes;
    private final Map<String, Integer> rows = new HashMap<>();

    /// @param options what to add to a command that the reader is told to run
    TraceGrid(Trace trace, String options) {
        this.trace = trace;
        this.options = options;
        this.lanes = trace.entries().stream().map(Entry::lane).distinct().toList();
        for (var row = 0; row < trace.entries().size(); row++) {
            rows.putIfAbsent(trace.entries().get(row).id(), row);
        }
    }

    Trace trace() {
        return trace;
    }

    List<String> lanes() {
        return lanes;
    }

    /// How many columns there are.
    int width() {
        return Math.min(lanes.size(), MOST_LANES);
    }

    int column(String lane) {
        return Math.min(lanes.indexOf(lane), MOST_LANES - 1);
    }

    int row(Entry entry) {
        return Objects.requireNonNull(rows.get(entry.id()));
    }

    /// The entries that an entry follows from.
    List<Entry> causes(Entry entry) {
        return entry.causes().stream()
                .filter(rows::containsKey)
                .map(cause -> trace.entries().get(Objects.requireNonNull(rows.get(cause))))
                .toList();
    }

    String command(Sentence sentence) {
        return sentence.command(options);
    }

    /// The next entry that is to come at a known time; null if there is none.
    @Nullable Entry next() {
        return trace.entries().stream()
                .filter(this::isAhead)
                .min(comparing(TraceGrid::at))
                .orElse(null);
    }

    /// Whether the entry is to come, at a known time.
    boolean isAhead(Entry entry) {
        var at = entry.at();
        return entry.status() == Status.PENDING && at != null && at.isAfter(trace.now());
    }

    /// How far from now an entry is.
    String distance(Entry entry) {
        return Moment.distance(at(entry), trace.now());
    }

    private static Instant at(Entry entry) {
        return Objects.requireNonNull(entry.at());
    }

    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
