package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.Brief;
import dev.millrace.eventsourcing.View.Rebuilt;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.dynamodb.JournalScan.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects what one call of a rebuild did. The lists are bounded, because Lambda limits an answer
/// to 6 MB. Entries that are left out are counted.
final class RebuildReport<V> {
    static final int MOST_FAILED = 100;
    static final int MOST_LATE = 500;
    private static final int MOST_ERROR_CHARACTERS = 300;

    /// An entity that waits longer is listed. An outage alone rarely lasts so long.
    private static final Duration LATE_AFTER = Duration.ofMinutes(15);

    private final ViewType<V, ?> type;
    private final Instant lateBefore;
    private final List<Map<String, String>> failed = new ArrayList<>();
    private final List<Map<String, String>> late = new ArrayList<>();
    private int commits;
    private int rows;
    private int written;
    private int failedInAll;
    private int lateInAll;

    RebuildReport(ViewType<V, ?> type, Instant now) {
        this.type = type;
        this.lateBefore = now.minus(LATE_AFTER);
    }

    void read(int more) {
        commits += more;
    }

    void rebuilt(String entityId, Rebuilt<V> rebuilt) {
        rows++;
        if (rebuilt.written()) written++;
        var waiting = type.waiting();
        if (waiting == null || !(rebuilt.row() instanceof Row<V>(var row, _))) return;
        var since = waiting.since().apply(row);
        if (since == null || !since.isBefore(lateBefore)) return;
        if (lateInAll++ < MOST_LATE) {
            late.add(
                    Map.of(
                            "entity", entityId,
                            "since", since.toString(),
                            "process", waiting.process()));
        }
    }

    void failed(String entityId, Throwable defect) {
        rows++;
        var message = defect.getMessage() == null ? defect.toString() : defect.getMessage();
        if (failedInAll++ < MOST_FAILED) {
            failed.add(
                    Map.of("entity", entityId, "error", Brief.of(message, MOST_ERROR_CHARACTERS)));
        }
    }

    /// For the log: numbers only.
    Map<String, Integer> counts() {
        return Map.of(
                "commits", commits,
                "rows", rows,
                "written", written,
                "failed", failedInAll,
                "late", lateInAll);
    }

    /// For the operator.
    Map<String, Object> answer(@Nullable Cursor next) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("commits", commits);
        answer.put("rows", rows);
        answer.put("written", written);
        answer.put("failed", failed);
        answer.put("late", late);
        if (failedInAll > MOST_FAILED) answer.put("failedLeftOut", failedInAll - MOST_FAILED);
        if (lateInAll > MOST_LATE) answer.put("lateLeftOut", lateInAll - MOST_LATE);
        if (next != null) answer.put("next", next.text());
        return answer;
    }
}
