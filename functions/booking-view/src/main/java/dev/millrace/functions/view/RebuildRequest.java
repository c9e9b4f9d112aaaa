package dev.millrace.functions.view;

import dev.millrace.eventsourcing.dynamodb.JournalScan;
import dev.millrace.eventsourcing.dynamodb.JournalScan.Cursor;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What an operator asks of the rebuild. It is read strictly: a misspelt cursor would begin anew.
sealed interface RebuildRequest {

    /// `{"operation":"size"}`: how much there is to look at.
    record Size() implements RebuildRequest {}

    /// `{"operation":"rebuild","segment":0,"segments":4,"after":"…"}`: as much of a segment as
    /// there is time for.
    ///
    /// @param after where the call before ended; absent for the first
    record Segment(int segment, int segments, @Nullable Cursor after) implements RebuildRequest {}

    /// What is wrong with a request, and what would be right, in a sentence for the operator.
    final class Mistake extends RuntimeException {
        private static final long serialVersionUID = 1;

        Mistake(String message) {
            super(message);
        }
    }

    /// @throws Mistake where it is none
    static RebuildRequest of(@Nullable Map<String, Object> event) {
        var fields = event == null ? Map.<String, Object>of() : event;
        var operation = fields.get("operation");
        if ("size".equals(operation)) return size(fields);
        if ("rebuild".equals(operation)) return segment(fields);
        throw new Mistake(
                "\"operation\" is %s: it is \"size\" or \"rebuild\"".formatted(shown(operation)));
    }

    private static Size size(Map<String, Object> fields) {
        takesOnly(fields, "size", "operation");
        return new Size();
    }

    private static Segment segment(Map<String, Object> fields) {
        takesOnly(fields, "rebuild", "operation", "segment", "segments", "after");
        var segments = number(fields, "segments", 1, JournalScan.MOST_SEGMENTS);
        var segment = number(fields, "segment", 0, segments - 1);
        return new Segment(segment, segments, after(fields.get("after"), segment, segments));
    }

    private static void takesOnly(Map<String, Object> fields, String operation, String... names) {
        var others = new TreeSet<>(fields.keySet());
        others.removeAll(List.of(names));
        if (!others.isEmpty())
            throw new Mistake(
                    "\"%s\" takes no %s: it takes %s"
                            .formatted(operation, shown(others.first()), String.join(", ", names)));
    }

    private static int number(Map<String, Object> fields, String name, int least, int most) {
        var value = fields.get(name);
        if (value instanceof Integer number && number >= least && number <= most) return number;
        throw new Mistake(
                "\"%s\" is %s: it is a whole number from %d to %d"
                        .formatted(name, shown(value), least, most));
    }

    private static @Nullable Cursor after(@Nullable Object value, int segment, int segments) {
        if (value == null) return null;
        if (value instanceof String text) {
            var cursor = cursor(text);
            if (cursor != null && cursor.segment() == segment && cursor.segments() == segments)
                return cursor;
        }
        throw new Mistake(
                "\"after\" is %s: it is what a call for segment %d of %d answered as \"next\"; without it the segment's beginning is meant"
                        .formatted(shown(value), segment, segments));
    }

    private static @Nullable Cursor cursor(String text) {
        try {
            return Cursor.parse(text);
        } catch (IllegalArgumentException other) {
            return null;
        }
    }

    private static String shown(@Nullable Object value) {
        if (value == null) return "missing";
        var text = value instanceof String ? "\"" + value + "\"" : value.toString();
        return Brief.of(text, 60);
    }
}
