package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.CommandListener;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Logs every decided command: its sender, entity, outcome and duration. It logs only the name of
/// the command, because the content may be personal.
record LoggedCommands(Log log) implements CommandListener {
    static final Metric CONFLICTS = Metric.count("Conflicts");
    private static final Metric ACCEPTED = Metric.count("CommandsAccepted", "command");
    private static final Metric REFUSED = Metric.count("CommandsRefused", "command", "reason");

    @Override
    public void decided(
            String entity, String command, Trace trace, Outcome<?, ?> outcome, Duration took) {
        var fields = fields(entity, command, trace);
        fields.put("duration_ms", took.toMillis());
        switch (outcome) {
            case Outcome.Accepted(_, var version) -> {
                fields.put("outcome", "ACCEPTED");
                fields.put("version", version);
                log.info("command", fields, ACCEPTED.of(1));
            }
            case Outcome.Rejected(var reason) -> refused(fields, reason);
            case Outcome.Erased() -> refused(fields, "ERASED");
        }
    }

    private void refused(Map<String, Object> fields, Object reason) {
        fields.put("outcome", "REFUSED");
        fields.put("reason", reason);
        log.info("command", fields, REFUSED.of(1));
    }

    @Override
    public void conflicted(String entity, String command, Trace trace) {
        log.info("a conflict", fields(entity, command, trace), CONFLICTS.of(1));
    }

    /// The fields that identify a command. A sender other than HTTP is a process.
    static Map<String, Object> fields(String entity, String command, Trace trace) {
        var fields = new LinkedHashMap<String, Object>();
        if (!trace.sender().equals(HttpCall.SENDER)) fields.put("process", trace.sender());
        fields.put("entity", entity);
        fields.put("command", command);
        fields.put("sender", trace.sender());
        fields.put("command_id", trace.commandId());
        fields.put("correlation_id", trace.correlationId());
        if (trace.causationId() != null) fields.put("causation_id", trace.causationId());
        return fields;
    }
}
