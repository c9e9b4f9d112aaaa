package dev.millrace.cli;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// An instant of an answer, for people: to the second, and how far from now.
final class Moment {
    private Moment() {}

    static String of(String text, Instant now) {
        return instant(text)
                .map(instant ->
                        "%s (%s)".formatted(instant.truncatedTo(SECONDS), distance(instant, now)))
                .orElseGet(() -> Printable.line(text));
    }

    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException noInstant) {
            return Optional.empty();
        }
    }

    static String distance(Instant instant, Instant now) {
        return instant.isAfter(now)
                ? "in " + length(Duration.between(now, instant))
                : length(Duration.between(instant, now)) + " ago";
    }

    static String length(Duration duration) {
        if (duration.toMinutes() < 1) return duration.toSeconds() + " s";
        if (duration.toHours() < 1) return duration.toMinutes() + " min";
        return duration.toDays() < 2 ? duration.toHours() + " h" : duration.toDays() + " d";
    }
}
