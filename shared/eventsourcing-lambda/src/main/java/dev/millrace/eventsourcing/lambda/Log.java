package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.Brief;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.lambda.Metric.Measured;
import dev.millrace.eventsourcing.process.ProcessListener;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes structured logs: one JSON object per line.
///
/// Every line has the fields that [#with] added on its thread: the request, the process, the
/// entity. Never log tokens, bodies, or personal data other than the client id.
///
/// A line with a [Metric] is written at every level. Lambda's own log filter ignores metrics: it
/// reads the `level` of a line on standard output (INFO if it has none), and [drops what is below
/// ApplicationLogLevel](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html).
/// So template.yaml lets every line through that filter, and this class applies `LOG_LEVEL`.
public final class Log {
    private static final Duration SLOW = Duration.ofMillis(100);
    private static final int MOST_STACK_CHARACTERS = 20_000;
    private static final ThreadLocal<Map<String, String>> FIELDS = ThreadLocal.withInitial(Map::of);

    private final Level threshold;
    private final String function;
    private final @Nullable String namespace;
    private final PrintStream out;
    private final InstantSource clock;

    public Log(Environment environment, Runtime runtime) {
        var name = environment.orNull("AWS_LAMBDA_FUNCTION_NAME");
        this.threshold = level(environment.orNull("LOG_LEVEL"));
        this.function = name == null ? "local" : name;
        this.namespace = environment.orNull("METRICS_NAMESPACE");
        this.out = environment.out();
        this.clock = runtime.clock();
    }

    /// Adds fields to every line that this thread writes until the scope is closed. The fields of
    /// outer scopes stay, but a field of the same name is replaced.
    public Scope with(Map<String, String> fields) {
        var before = FIELDS.get();
        var merged = new LinkedHashMap<>(before);
        merged.putAll(fields);
        FIELDS.set(merged);
        return () -> FIELDS.set(before);
    }

    /// Fields that apply until it is closed.
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /// Begins a piece of work with fields of its own. When it is closed, a line reports its
    /// duration and whether it failed. Work that succeeds in less than 100 ms is logged at DEBUG,
    /// because there are several steps per commit and AWS bills every line.
    public ProcessListener.Step begin(String message, Map<String, String> fields) {
        var scope = with(fields);
        var began = now();
        return new ProcessListener.Step() {
            private boolean done;

            @Override
            public void done() {
                done = true;
            }

            @Override
            public void close() {
                var took = since(began);
                var level = done && took.compareTo(SLOW) < 0 ? Level.DEBUG : Level.INFO;
                var outcome = done ? "DONE" : "FAILED";
                write(level, message, Map.of("outcome", outcome, "duration_ms", took.toMillis()));
                scope.close();
            }
        };
    }

    public Instant now() {
        return clock.instant();
    }

    /// The time since an instant; never negative, although clocks differ.
    public Duration since(Instant then) {
        var ago = Duration.between(then, now());
        return ago.isNegative() ? Duration.ZERO : ago;
    }

    public void info(String message, Map<String, ?> fields, Measured... measured) {
        write(Level.INFO, message, fields, measured);
    }

    public void warn(String message, Map<String, ?> fields, Measured... measured) {
        write(Level.WARN, message, fields, measured);
    }

    /// Logs an error that has no exception.
    public void error(String message, Map<String, ?> fields, Measured... measured) {
        write(Level.ERROR, message, fields, measured);
    }

    /// Logs an error with its stack trace.
    public void error(
            String message, Throwable cause, Map<String, ?> fields, Measured... measured) {
        write(Level.ERROR, message, with(cause, fields), measured);
    }

    /// Logs a failure with its stack trace. Another line reports the consequence.
    public void warn(String message, Throwable cause, Map<String, ?> fields) {
        write(Level.WARN, message, with(cause, fields));
    }

    private static Map<String, Object> with(Throwable cause, Map<String, ?> fields) {
        var all = new LinkedHashMap<String, Object>(fields);
        var stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack));
        all.put("error", Brief.of(cause.toString(), MOST_STACK_CHARACTERS));
        all.put("stack", Brief.of(stack.toString(), MOST_STACK_CHARACTERS));
        return all;
    }

    private enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    private static Level level(@Nullable String name) {
        try {
            return name == null ? Level.INFO : Level.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalStateException(
                    "LOG_LEVEL=%s is none of %s".formatted(name, List.of(Level.values())), unknown);
        }
    }

    private void write(Level level, String message, Map<String, ?> fields, Measured... measured) {
        var carriesMetrics = namespace != null && measured.length > 0;
        if (level.compareTo(threshold) < 0 && !carriesMetrics) return;
        var now = now();
        var line = Json.object();
        line.put("timestamp", now.toString()).put("level", level.name()).put("message", message);
        line.put("function", function);
        FIELDS.get().forEach(line::put);
        fields.forEach((name, value) -> {
            if (value instanceof BigDecimal decimal) line.put(name, decimal);
            else if (value instanceof Number || value instanceof Boolean) {
                line.set(name, Json.tree(value));
            } else line.put(name, value.toString());
        });
        for (var one : measured) line.put(one.metric().name(), one.number());
        if (namespace != null && carriesMetrics) Metric.write(line, namespace, now, measured);
        out.println(Json.text(line));
    }
}
