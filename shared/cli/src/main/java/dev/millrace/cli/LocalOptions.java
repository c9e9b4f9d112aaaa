package dev.millrace.cli;

import dev.millrace.local.LocalCloudOptions.Port;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/// Checks the options of `./millrace local`. A wrong value is a [UserMistake].
final class LocalOptions {
    private static final int MOST_PORT = 65_535;
    private static final Duration FASTEST = Duration.ofMillis(100);
    private static final Duration SLOWEST = Duration.ofDays(1);

    private LocalOptions() {}

    static Port port(String option, int number) {
        if (number >= 0 && number <= MOST_PORT) return Port.exactly(number);
        throw new UserMistake(
                "%s %s: a port is 0 (any free one) to 65535".formatted(option, number));
    }

    static Duration rate(String text) {
        try {
            var rate = Duration.parse(text);
            if (rate.compareTo(FASTEST) >= 0 && rate.compareTo(SLOWEST) <= 0) return rate;
        } catch (DateTimeParseException noDuration) {
            // reported below
        }
        throw new UserMistake(
                "--schedule-every %s: takes an ISO-8601 duration from PT0.1S to P1D, such as PT5S"
                        .formatted(text));
    }

    static String address(String text) {
        if (!text.isBlank()) return text;
        throw new UserMistake("--bind: takes an address, such as 127.0.0.1");
    }

    static Path folder(String text) {
        try {
            if (!text.isBlank()) return Path.of(text);
        } catch (InvalidPathException noPath) {
            // reported below
        }
        throw new UserMistake("--data '%s': takes a folder".formatted(text));
    }
}
