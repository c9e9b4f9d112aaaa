package dev.millrace.eventsourcing.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.lambda.Metric.Measured;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Structured logs: one JSON object a line, with everything known of where it was written.
///
/// What [#where] says holds for every line written inside it, on that thread: the request, the
/// process, the entity. Never log tokens, bodies, or anything of a person beyond the client id.
///
/// A line that carries a [Metric] is written whatever the level. Lambda's own filter knows nothing
/// of metrics: it takes any line on standard output by its `level` (one without for INFO), and
/// [drops what is below
/// ApplicationLogLevel](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html).
/// So template.yaml lets everything through there, and `LOG_LEVEL` is kept here.
public final class Log {
    private static final Duration SLOW = Duration.ofMillis(100);
    private static final ScopedValue<Map<String, String>> WHERE = ScopedValue.newInstance();
    private static final JsonFactory JSON = new JsonFactory();

    private final Level threshold;
    private final Map<String, String> always;
    private final @Nullable String namespace;
    private final PrintStream out;
    private final InstantSource clock;

    public Log(Environment environment, Runtime runtime) {
        var function = environment.orNull("AWS_LAMBDA_FUNCTION_NAME");
        this.threshold = level(environment.orNull("LOG_LEVEL"));
        this.always = Map.of("function", function == null ? "local" : function);
        this.namespace = environment.orNull("METRICS_NAMESPACE");
        this.out = environment.out();
        this.clock = runtime.clock();
    }

    /// Works with these fields on every line, beside those that hold already.
    public <T extends @Nullable Object> T where(Map<String, String> fields, Supplier<T> work) {
        var merged = new LinkedHashMap<>(WHERE.orElse(Map.of()));
        merged.putAll(fields);
        return ScopedValue.where(WHERE, merged).call(work::get);
    }

    /// Does a piece of work, and writes how long it took, even where it failed. What was quick is
    /// detail: there are several pieces to each commit, and every line is paid for.
    public <T extends @Nullable Object> T timed(String message, Supplier<T> work) {
        var began = now();
        var outcome = "FAILED";
        try {
            var result = work.get();
            outcome = "DONE";
            return result;
        } finally {
            var took = since(began);
            var isDetail = outcome.equals("DONE") && took.compareTo(SLOW) < 0;
            write(
                    isDetail ? Level.DEBUG : Level.INFO,
                    message,
                    Map.of("outcome", outcome, "duration_ms", took.toMillis()));
        }
    }

    Instant now() {
        return clock.instant();
    }

    /// How long ago that was; clocks differ, but nothing comes before its cause.
    Duration since(Instant then) {
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
        var all = new LinkedHashMap<String, Object>(fields);
        var stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack));
        all.put("error", String.valueOf(cause.getMessage()));
        all.put("stack", stack);
        write(Level.ERROR, message, all, measured);
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
        var all = new LinkedHashMap<String, Object>();
        all.put("timestamp", now);
        all.put("level", level);
        all.put("message", message);
        all.putAll(always);
        all.putAll(WHERE.orElse(Map.of()));
        all.putAll(fields);
        for (var one : measured) all.put(one.metric().name(), one.number());
        out.println(json(all, now, List.of(measured)));
    }

    private String json(Map<String, Object> fields, Instant now, List<Measured> measured) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            for (var field : fields.entrySet()) {
                json.writeFieldName(field.getKey());
                switch (field.getValue()) {
                    case Number number -> json.writeNumber(number.toString());
                    case Boolean truth -> json.writeBoolean(truth);
                    case Object other -> json.writeString(other.toString());
                }
            }
            if (namespace != null && !measured.isEmpty())
                Metric.write(json, namespace, now, measured);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("a StringWriter does not fail", impossible);
        }
        return text.toString();
    }
}
