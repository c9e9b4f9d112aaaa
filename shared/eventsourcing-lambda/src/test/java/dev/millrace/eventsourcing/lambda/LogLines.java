package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A log, and the lines that were written to it.
public final class LogLines {
    /// The time of every line, if no clock is given.
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final InstantSource clock;

    public LogLines() {
        this(InstantSource.fixed(NOW));
    }

    /// Lines with the times of this clock.
    public LogLines(InstantSource clock) {
        this.clock = clock;
    }

    /// A log that writes every level and every metric.
    public Log log() {
        return new Log(environment(Map.of()), TestRuntime.at(clock));
    }

    public Log log(Map<String, String> variables) {
        return new Log(new Environment(variables, out()), TestRuntime.at(clock));
    }

    /// The environment of a function that logs everything to these lines.
    ///
    /// @param variables the variables besides those of the log
    public Environment environment(Map<String, String> variables) {
        var all = new HashMap<>(variables);
        all.put("AWS_LAMBDA_FUNCTION_NAME", "function-under-test");
        all.put("METRICS_NAMESPACE", "Millrace/test");
        all.put("LOG_LEVEL", "DEBUG");
        return new Environment(all, out());
    }

    private PrintStream out() {
        return new PrintStream(written, true, UTF_8);
    }

    public String text() {
        return written.toString(UTF_8);
    }

    /// All lines. Fails if one is not a JSON object that CloudWatch understands.
    public List<JsonNode> all() {
        var lines = text().lines().map(line -> Json.read(line, JsonNode.class)).toList();
        lines.forEach(EmbeddedMetrics::of);
        return lines;
    }

    /// Every number of a metric that CloudWatch would take, with its dimensions: `CommandsRefused
    /// {command=…, reason=…} 1`.
    public List<String> measured(String name) {
        return all().stream()
                .flatMap(line -> EmbeddedMetrics.of(line).stream())
                .filter(datum -> datum.name().equals(name))
                .map(datum -> "%s %s %s".formatted(name, datum.dimensions(), datum.number()))
                .toList();
    }

    /// The lines with this message.
    public List<JsonNode> of(String message) {
        return all().stream()
                .filter(line -> line.path("message").asText().equals(message))
                .toList();
    }
}
