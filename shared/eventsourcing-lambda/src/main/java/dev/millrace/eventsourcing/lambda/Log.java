package dev.millrace.eventsourcing.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.eventsourcing.Brief;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.lambda.Metric.Measured;
import dev.millrace.eventsourcing.process.ProcessListener;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Structured logs: one JSON object a line, with everything known of where it was written.
///
/// What [#with] adds stands on every line of its thread: the request, the process, the entity.
/// Never log tokens, bodies, or anything of a person beyond the client id.
///
/// A line that carries a [Metric] is written whatever the level. Lambda's own filter knows nothing
/// of metrics: it takes any line on standard output by its `level` (one without for INFO), and
/// [drops what is below
/// ApplicationLogLevel](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html).
/// So template.yaml lets everything through there, and `LOG_LEVEL` is kept here.
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

    /// Adds fields to every line that this thread writes until the scope is closed, besides those
    /// that it adds already.
    public Scope with(Map<String, String> fields) {
        var before = FIELDS.get();
        var merged = new LinkedHashMap<>(before);
        merged.putAll(fields);
        FIELDS.set(merged);
        return () -> FIELDS.set(before);
    }

    /// Fields that hold until it is closed.
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /// Begins a piece of work with fields of its own. When it is closed, a line says how long it
    /// took and whether it failed. A quick one is detail: there are several to each commit, and
    /// every line is paid for.
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

    /// How long ago that was; clocks differ, but nothing comes before its cause.
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

    /// Something is wrong that is no exception.
    public void error(String message, Map<String, ?> fields, Measured... measured) {
        write(Level.ERROR, message, fields, measured);
    }

    /// Something failed; the stack trace goes along.
    public void error(
            String message, Throwable cause, Map<String, ?> fields, Measured... measured) {
        write(Level.ERROR, message, with(cause, fields), measured);
    }

    /// Something failed, and what becomes of it is logged as well; the stack trace goes along.
    public void warn(String message, Throwable cause, Map<String, ?> fields) {
        write(Level.WARN, message, with(cause, fields));
    }

    private static Map<String, Object> with(Throwable cause, Map<String, ?> fields) {
        var all = new LinkedHashMap<String, Object>(fields);
        var stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack));
        all.put("error", Brief.of(String.valueOf(cause.getMessage()), MOST_STACK_CHARACTERS));
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
        var line = JsonNodeFactory.instance.objectNode();
        line.put("timestamp", now.toString()).put("level", level.name()).put("message", message);
        line.put("function", function);
        FIELDS.get().forEach(line::put);
        fields.forEach((name, value) -> {
            if (value instanceof Number || value instanceof Boolean) line.putPOJO(name, value);
            else line.put(name, value.toString());
        });
        for (var one : measured) line.put(one.metric().name(), one.number());
        if (namespace != null && carriesMetrics) Metric.write(line, namespace, now, measured);
        out.println(line);
    }
}
