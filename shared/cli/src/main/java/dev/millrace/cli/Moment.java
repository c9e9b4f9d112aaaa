package dev.millrace.cli;

import static java.time.ZoneOffset.UTC;
import static java.time.temporal.ChronoUnit.MILLIS;
import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Formats an instant for people: to the second, with its distance from now.
final class Moment {
    private Moment() {}

    /// Formats an instant of an answer. A text that is not an instant stays as it is.
    static String of(String text, Instant now) {
        var instant = parsed(text);
        return instant == null ? Printable.line(text) : of(instant, now);
    }

    static String of(Instant instant, Instant now) {
        return "%s (%s)".formatted(instant.truncatedTo(SECONDS), distance(instant, now));
    }

    /// The instant of an answer; null if the text is not an instant.
    static @Nullable Instant parsed(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException noInstant) {
            return null;
        }
    }

    /// The time of day of an instant, such as `12:00:00.123`. A text that is not an instant stays
    /// as it is.
    static String timeOf(String text) {
        try {
            return Instant.parse(text).atOffset(UTC).toLocalTime().truncatedTo(MILLIS).toString();
        } catch (DateTimeParseException noInstant) {
            return Printable.line(text);
        }
    }

    static String distance(Instant instant, Instant now) {
        return instant.isAfter(now)
                ? "in " + length(Duration.between(now, instant))
                : length(Duration.between(instant, now)) + " ago";
    }

    /// How long ago something was due.
    static String late(Instant instant, Instant now) {
        return length(Duration.between(instant, now)) + " late";
    }

    static String length(Duration duration) {
        if (duration.toMinutes() < 1) return duration.toSeconds() + " s";
        if (duration.toHours() < 1) return duration.toMinutes() + " min";
        return duration.toDays() < 2 ? duration.toHours() + " h" : duration.toDays() + " d";
    }
}
