package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.dynamodb.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// A log, and the lines that were written to it.
public final class LogLines {
    /// When every line is written.
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    public Log log() {
        return log(Map.of("AWS_LAMBDA_FUNCTION_NAME", "function-under-test"));
    }

    public Log log(Map<String, String> variables) {
        return new Log(
                new Environment(variables),
                new PrintStream(written, true, UTF_8),
                InstantSource.fixed(NOW));
    }

    public String text() {
        return written.toString(UTF_8);
    }

    /// The lines, each of which is one JSON object.
    public List<JsonNode> all() {
        return text().lines().map(line -> Json.read(line, JsonNode.class)).toList();
    }

    /// The lines with this message.
    public List<JsonNode> of(String message) {
        return all().stream()
                .filter(line -> line.path("message").asText().equals(message))
                .toList();
    }
}
