package dev.millrace.eventsourcing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Writes instants as text of one width, to the millisecond. The texts sort in the order of time.
public final class SortableTime {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private SortableTime() {}

    /// Anything finer than a millisecond is cut off.
    public static String of(Instant instant) {
        return MILLIS.format(instant);
    }
}
