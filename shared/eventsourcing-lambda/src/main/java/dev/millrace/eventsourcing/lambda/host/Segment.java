package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.dynamodb.JournalScan;
import dev.millrace.eventsourcing.dynamodb.JournalScan.Cursor;
import dev.millrace.eventsourcing.lambda.host.Request.Mistake;
import org.jspecify.annotations.Nullable;

/// The part of a table that a call works on: `segment`, `segments` and `after` of its request.
///
/// @param after where the previous call ended; null for the first call
record Segment(int segment, int segments, @Nullable Cursor after) {
    static Segment of(Request request) {
        var segments = request.number("segments", 1, JournalScan.MOST_SEGMENTS);
        var segment = request.number("segment", 0, segments - 1);
        return new Segment(segment, segments, after(request, segment, segments));
    }

    private static @Nullable Cursor after(Request request, int segment, int segments) {
        var value = request.fields().get("after");
        if (value == null) return null;
        try {
            var cursor = Cursor.parse(String.valueOf(value));
            if (cursor.segment() == segment && cursor.segments() == segments) return cursor;
        } catch (IllegalArgumentException unknown) {
            // reported below
        }
        throw new Mistake(
                "\"after\" is %s: it is the \"next\" of a call for segment %s of %s, or left out to begin the segment"
                        .formatted(Request.shown(value), segment, segments));
    }
}
