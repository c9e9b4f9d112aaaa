package dev.millrace.eventsourcing;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Instants as text of one width, to the millisecond: they sort as they follow each other.
public final class SortableTime {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private SortableTime() {}

    /// What is finer than a millisecond is cut off.
    public static String of(Instant instant) {
        return MILLIS.format(instant);
    }
}
