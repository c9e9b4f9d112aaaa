package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What happened to an entity, and why it is in its state, as the function `ProcessOperations`
/// answers it (docs/operations-protocol.md). Text, JSON and page show it and derive nothing.
///
/// @param status the entity's state in one word
/// @param entries in order of time; an entry without a time is placed where it belongs
/// @param why sentences; the first says what keeps the entity in its state
/// @param rejections a query for CloudWatch Logs Insights; may be empty
record Trace(
        String type,
        String entity,
        String status,
        Instant now,
        List<Fact> facts,
        List<Entry> entries,
        List<Sentence> why,
        String rejections) {

    /// A further fact about the entity, in words.
    record Fact(String name, String text) {}

    /// Something that happened, will happen, is parked or was skipped.
    ///
    /// @param lane the process, entity or caller that did it
    /// @param detail may be empty
    /// @param causes ids of other entries
    record Entry(
            String id,
            String lane,
            String text,
            String detail,
            @Nullable Instant at,
            List<String> causes,
            Status status) {
        String name() {
            return lane + ": " + text;
        }
    }

    enum Status {
        DONE,
        PENDING,
        PARKED,
        SKIPPED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param command the command that ends the sentence; may be empty
    record Sentence(String words, String command) {
        /// @param commands the commands that the service suggests. Other text of a sentence is not
        ///   a command, even if it looks like one: a sender may have written it
        private static Sentence of(String text, List<String> commands) {
            return commands.stream()
                    .filter(text::endsWith)
                    .max(Comparator.comparingInt(String::length))
                    .map(command ->
                            new Sentence(
                                    text.substring(0, text.length() - command.length()), command))
                    .orElseGet(() -> new Sentence(text, ""));
        }

        /// The command with the options of the trace's deployment.
        String command(String options) {
            return command.isEmpty() ? "" : command + options;
        }
    }

    /// The same trace without the query for the logs.
    Trace withoutRejections() {
        return new Trace(type, entity, status, now, facts, entries, why, "");
    }

    /// @throws UserMistake if the JSON is not a trace
    static Trace of(JsonNode json) {
        try {
            var commands = json.path("commands").valueStream().map(JsonNode::asText).toList();
            return new Trace(
                    text(json, "type"),
                    text(json, "entity"),
                    text(json, "status"),
                    Instant.parse(text(json, "now")),
                    list(json, "facts", fact -> new Fact(text(fact, "name"), text(fact, "text"))),
                    list(json, "entries", Trace::entry),
                    list(json, "why", why -> Sentence.of(why.asText(), commands)),
                    text(json, "rejections"));
        } catch (IllegalArgumentException | DateTimeException unknown) {
            throw new UserMistake(
                    ("ProcessOperations answered no trace (%s):"
                                    + " is it of the same version as this ./millrace?")
                            .formatted(unknown.getMessage()));
        }
    }

    /// The time of the first entry that has one; empty if none has.
    Optional<Instant> begin() {
        return entries.stream()
                .flatMap(entry -> Optional.ofNullable(entry.at()).stream())
                .findFirst();
    }

    /// The time from the first entry to this one, such as `0.319 s`; empty if it has no time.
    String seconds(Entry entry) {
        var at = entry.at();
        if (at == null) return "";
        var millis = Duration.between(begin().orElse(at), at).toMillis();
        return String.format(Locale.ROOT, "%.3f s", millis / 1000.0);
    }

    private static Entry entry(JsonNode json) {
        return new Entry(
                text(json, "id"),
                text(json, "lane"),
                text(json, "text"),
                json.path("detail").asText(),
                json.hasNonNull("at") ? Instant.parse(text(json, "at")) : null,
                list(json, "causes", JsonNode::asText),
                Status.valueOf(text(json, "status")));
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).asText();
    }

    private static <T> List<T> list(JsonNode json, String field, Function<JsonNode, T> element) {
        return json.required(field).valueStream().map(element).toList();
    }
}
