package dev.millrace.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A sample event of a function: `events/FUNCTION/NAME.json`.
record Sample(String function, String name, JsonNode event) {
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /// All samples, by function. Within a function the shortest name, which is the plain case,
    /// comes first.
    ///
    /// @return empty if the folder does not exist
    static List<Sample> all(Path events) {
        if (!Files.isDirectory(events)) return List.of();
        try (var files = Files.walk(events, 2)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !events.equals(file.getParent()))
                    .flatMap(Sample::read)
                    .sorted(
                            Comparator.comparing(Sample::function)
                                    .thenComparingInt(sample -> sample.name.length())
                                    .thenComparing(Sample::name))
                    .toList();
        } catch (IOException | UncheckedIOException unreadable) {
            throw new UserMistake("%s cannot be read: %s".formatted(events, unreadable));
        }
    }

    private static Stream<Sample> read(Path file) {
        var folder = file.getName(file.getNameCount() - 2).toString();
        var name = file.getFileName().toString().replace(".json", "");
        try {
            return Stream.of(new Sample(folder, name, JSON.readTree(file.toFile())));
        } catch (JacksonException noJson) {
            return Stream.of();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The name by which the page requests it.
    String file() {
        return function + "/" + name;
    }

    /// Whether it is an event of a bus.
    boolean isFromBus() {
        return event.hasNonNull("detail-type")
                && event.path("detail").isObject()
                && !event.path("source").asText().startsWith("aws.");
    }

    String pretty() {
        return event.toPrettyString();
    }

    /// The same event with other values of the detail, by field name. A text stays a text.
    ObjectNode with(Map<String, String> values) {
        var changed = (ObjectNode) event.deepCopy();
        var detail = changed.withObject("/detail");
        for (var field : event.path("detail").properties()) {
            var value = values.get(field.getKey());
            if (value == null) continue;
            if (field.getValue().isTextual()) detail.put(field.getKey(), value);
            else detail.set(field.getKey(), json(value));
        }
        return changed;
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException noJson) {
            throw new UserMistake("nothing was sent: this is not JSON: " + Printable.line(text));
        }
    }
}
