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

/// A trace as a grid: one column per lane and one row per entry.
final class TraceGrid {
    /// The style sheet has rules for this many columns. Further lanes share the last column.
    private static final int MOST_LANES = 24;

    private final Trace trace;
    private final String options;
    private final List<String> lanes;
    private final Map<String, Integer> rows = new HashMap<>();

    /// @param options the deployment's options, to append to each command
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

    /// The number of columns.
    int width() {
        return Math.min(lanes.size(), MOST_LANES);
    }

    int column(String lane) {
        return Math.min(lanes.indexOf(lane), MOST_LANES - 1);
    }

    int row(Entry entry) {
        return Objects.requireNonNull(rows.get(entry.id()));
    }

    /// The entries that caused an entry.
    List<Entry> causes(Entry entry) {
        return entry.causes().stream()
                .filter(rows::containsKey)
                .map(cause -> trace.entries().get(Objects.requireNonNull(rows.get(cause))))
                .toList();
    }

    String command(Sentence sentence) {
        return sentence.command(options);
    }

    /// The pending entry with the next known time; null if there is none.
    @Nullable Entry next() {
        return trace.entries().stream()
                .filter(this::isAhead)
                .min(comparing(TraceGrid::at))
                .orElse(null);
    }

    /// Whether the entry is pending, at a known future time.
    boolean isAhead(Entry entry) {
        var at = entry.at();
        return entry.status() == Status.PENDING && at != null && at.isAfter(trace.now());
    }

    /// The distance of an entry from now, in words.
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
