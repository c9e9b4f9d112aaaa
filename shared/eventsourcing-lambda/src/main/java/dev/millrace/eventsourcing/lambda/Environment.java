package dev.millrace.eventsourcing.lambda;

import static java.io.OutputStream.nullOutputStream;

import java.io.PrintStream;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The configuration of a function: the environment variables that template.yaml sets, and the
/// target of its log.
///
/// @param out receives the lines of the log
public record Environment(Map<String, String> variables, PrintStream out) {
    /// Logs to standard output, which Lambda sends to CloudWatch.
    public Environment(Map<String, String> variables) {
        this(variables, System.out);
    }

    /// The same variables, without a log.
    public Environment silent() {
        return new Environment(variables, new PrintStream(nullOutputStream()));
    }

    /// A variable that must be set.
    ///
    /// @throws IllegalStateException if it is not set; the message names the variable
    public String required(String name) {
        var value = orNull(name);
        if (value == null) {
            throw new IllegalStateException(
                    "the environment variable %s is not set: set it in template.yaml"
                            .formatted(name));
        }
        return value;
    }

    /// An ISO-8601 duration that must be set.
    ///
    /// @throws IllegalStateException if it is not set or not a duration; the message names the
    ///   variable
    public Duration duration(String name) {
        var value = required(name);
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException wrong) {
            throw new IllegalStateException(
                    "%s=%s is no ISO-8601 duration such as PT6H".formatted(name, value), wrong);
        }
    }

    /// A variable; null if it is not set or empty.
    public @Nullable String orNull(String name) {
        var value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
