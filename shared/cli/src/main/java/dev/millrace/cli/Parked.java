package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An instance of a process that cannot go on, and why.
///
/// @param what names the effect or the input that fails; `skip` takes it
/// @param effect the effect in words; null if an input fails
/// @param next when it is tried again by itself; null where it waits to be redriven
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
