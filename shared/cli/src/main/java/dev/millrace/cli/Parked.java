package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A parked instance of a process, and its error.
///
/// @param what names the failing effect or input, as `skip` takes it
/// @param effect the effect in words; null if an input fails
/// @param next when it is tried again automatically; null if it waits for a redrive
record Parked(
        String process,
        String instance,
        String what,
        @Nullable String effect,
        String error,
        int attempts,
        String since,
        @Nullable String next) {

    static Parked of(JsonNode json) {
        return new Parked(
                json.path("process").asText(),
                json.path("instance").asText(),
                json.path("what").asText(),
                json.hasNonNull("effect") ? json.path("effect").asText() : null,
                json.path("error").asText(),
                json.path("attempts").asInt(),
                json.path("since").asText(),
                json.hasNonNull("next") ? json.path("next").asText() : null);
    }

    /// A block of lines for people.
    List<String> lines(Instant now) {
        return List.of(
                Printable.line("%s %s".formatted(process, instance)),
                "  what      "
                        + Printable.line(effect == null ? what : "%s (%s)".formatted(effect, what)),
                "  error     " + Printable.line(error),
                "  attempts  %s since %s".formatted(attempts, Moment.of(since, now)),
                "  next try  " + (next == null ? "waits for redrive" : Moment.of(next, now)));
    }
}
