package dev.millrace.eventsourcing.lambda;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;

/// What a function finds around it: its environment variables, as template.yaml sets them, and AWS.
///
/// @param http how AWS is reached; absent for the real one
public record Environment(Map<String, String> variables, @Nullable SdkHttpClient http) {

    public Environment(Map<String, String> variables) {
        this(variables, null);
    }

    /// The same function where AWS is made up. It logs nothing there.
    public Environment on(SdkHttpClient madeUp) {
        return new Environment(variables, madeUp);
    }

    /// A variable that must be set.
    ///
    /// @throws IllegalStateException naming the variable that is not
    public String required(String name) {
        var value = orNull(name);
        if (value == null) {
            throw new IllegalStateException(
                    "the environment variable %s is not set: template.yaml sets it"
                            .formatted(name));
        }
        return value;
    }

    /// An ISO-8601 duration that must be set.
    ///
    /// @throws IllegalStateException naming the variable that is not set or no duration
    public Duration duration(String name) {
        var value = required(name);
        try {
            return Duration.parse(value);
        } catch (DateTimeParseException wrong) {
            throw new IllegalStateException(
                    "%s=%s is no ISO-8601 duration such as PT6H".formatted(name, value), wrong);
        }
    }

    /// A variable, or null where it is not set or empty.
    public @Nullable String orNull(String name) {
        var value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
