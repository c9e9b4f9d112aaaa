package dev.millrace.functions.view;

import static dev.millrace.booking.BookingStatus.AWAITING_CONFIRMATION;

import dev.millrace.booking.BookingRow;
import dev.millrace.eventsourcing.View.Rebuilt;
import dev.millrace.eventsourcing.dynamodb.JournalScan.Cursor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one call of the rebuild did. Its lists are bounded, as Lambda bounds an answer (6 MB); what
/// they leave out is counted.
final class RebuildReport {
    static final int MOST_FAILED = 100;
    static final int MOST_AWAITING = 500;
    private static final int MOST_ERROR_CHARACTERS = 300;

    private final Instant placedBefore;
    private final List<Map<String, String>> failed = new ArrayList<>();
    private final List<Map<String, String>> awaiting = new ArrayList<>();
    private int commits;
    private int bookings;
    private int written;
    private int failedInAll;
    private int awaitingInAll;

    /// @param placedBefore what was placed before this, and still awaits its confirmation, is told
    RebuildReport(Instant placedBefore) {
        this.placedBefore = placedBefore;
    }

    void lookedAt(int commits) {
        this.commits += commits;
    }

    void rebuilt(Rebuilt<BookingRow> rebuilt) {
        bookings++;
        if (rebuilt.written()) written++;
        if (rebuilt.row() != null) awaits(rebuilt.row().value());
    }

    void failed(String bookingId, Throwable defect) {
        bookings++;
        failedInAll++;
        if (failed.size() < MOST_FAILED)
            failed.add(Map.of("bookingId", bookingId, "error", error(defect)));
    }

    private void awaits(BookingRow row) {
        if (row.status() != AWAITING_CONFIRMATION || !row.placedAt().isBefore(placedBefore)) return;
        awaitingInAll++;
        if (awaiting.size() < MOST_AWAITING)
            awaiting.add(
                    Map.of("bookingId", row.bookingId(), "placedAt", row.placedAt().toString()));
    }

    /// For the log: numbers only.
    Map<String, Integer> counts() {
        return Map.of(
                "commits", commits,
                "bookings", bookings,
                "written", written,
                "failed", failedInAll,
                "awaiting", awaitingInAll);
    }

    /// For the operator.
    Map<String, Object> answer(@Nullable Cursor next) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("commits", commits);
        answer.put("bookings", bookings);
        answer.put("written", written);
        answer.put("failed", failed);
        answer.put("awaiting", awaiting);
        if (failedInAll > failed.size()) answer.put("failedLeftOut", failedInAll - failed.size());
        if (awaitingInAll > awaiting.size())
            answer.put("awaitingLeftOut", awaitingInAll - awaiting.size());
        if (next != null) answer.put("next", next.text());
        return answer;
    }

    private static String error(Throwable defect) {
        var message = defect.getMessage() == null ? defect.toString() : defect.getMessage();
        return Brief.of(message, MOST_ERROR_CHARACTERS);
    }
}
