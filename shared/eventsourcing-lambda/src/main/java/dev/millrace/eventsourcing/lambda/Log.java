package dev.millrace.eventsourcing.lambda;

import static java.io.OutputStream.nullOutputStream;

import com.fasterxml.jackson.core.JsonFactory;
import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Outcome;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
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
public final class Log {
    private static final ScopedValue<Map<String, String>> WHERE = ScopedValue.newInstance();
    private static final JsonFactory JSON = new JsonFactory();

    private final Level threshold;
    private final Map<String, String> always;
    private final PrintStream out;
    private final InstantSource clock;

    public Log(Environment environment, PrintStream out, InstantSource clock) {
        var function = environment.orNull("AWS_LAMBDA_FUNCTION_NAME");
        this.threshold = level(environment.orNull("LOG_LEVEL"));
        this.always = Map.of("function", function == null ? "local" : function);
        this.out = out;
        this.clock = clock;
    }

    /// The log of a deployed function: standard output. Where AWS is made up, nobody is to read it.
    public static Log of(Environment environment) {
        var out = environment.http() == null ? System.out : new PrintStream(nullOutputStream());
        return new Log(environment, out, InstantSource.system());
    }

    /// Works with these fields on every line, beside those that hold already.
    public <T extends @Nullable Object> T where(Map<String, String> fields, Supplier<T> work) {
        var merged = new LinkedHashMap<>(WHERE.orElse(Map.of()));
        merged.putAll(fields);
        return ScopedValue.where(WHERE, merged).call(work::get);
    }

    public void info(String message, Map<String, ?> fields) {
        write(Level.INFO, message, fields);
    }

    public void warn(String message, Map<String, ?> fields) {
        write(Level.WARN, message, fields);
    }

    /// Something is wrong that is no exception.
    public void error(String message, Map<String, ?> fields) {
        write(Level.ERROR, message, fields);
    }

    /// Something failed; the stack trace goes along.
    public void error(String message, Throwable cause, Map<String, ?> fields) {
        var all = new LinkedHashMap<String, Object>(fields);
        var stack = new StringWriter();
        cause.printStackTrace(new PrintWriter(stack));
        all.put("error", String.valueOf(cause.getMessage()));
        all.put("stack", stack);
        write(Level.ERROR, message, all);
    }

    /// Writes a line for every command decided: who sent it to which entity, and what became of it.
    public CommandListener commands() {
        return (entity, command, trace, outcome) -> {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("entity", entity);
            fields.put("command", command);
            fields.put("sender", trace.sender());
            fields.put("command_id", trace.commandId());
            fields.put("correlation_id", trace.correlationId());
            if (trace.causationId() != null) fields.put("causation_id", trace.causationId());
            switch (outcome) {
                case Outcome.Accepted(_, var version) -> {
                    fields.put("outcome", "ACCEPTED");
                    fields.put("version", version);
                }
                case Outcome.Rejected(var reason) -> {
                    fields.put("outcome", "REFUSED");
                    fields.put("reason", reason);
                }
            }
            info("command", fields);
        };
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

    private void write(Level level, String message, Map<String, ?> fields) {
        if (level.compareTo(threshold) < 0) return;
        var all = new LinkedHashMap<String, Object>();
        all.put("timestamp", clock.instant());
        all.put("level", level);
        all.put("message", message);
        all.putAll(always);
        all.putAll(WHERE.orElse(Map.of()));
        all.putAll(fields);
        out.println(json(all));
    }

    private static String json(Map<String, Object> fields) {
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
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("a StringWriter does not fail", impossible);
        }
        return text.toString();
    }
}
