package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.Incidents;
import dev.millrace.eventsourcing.Trace;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every incident is an error in the log, a line each.
public record LoggedIncidents(Log log) implements Incidents {

    @Override
    public void refused(Trace trace, String entity, String command, Object reason) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("process", trace.sender());
        fields.put("entity", entity);
        fields.put("command", command);
        fields.put("command_id", trace.commandId());
        fields.put("correlation_id", trace.correlationId());
        if (trace.causationId() != null) fields.put("causation_id", trace.causationId());
        fields.put("reason", reason);
        log.error("a refusal that its process does not expect", fields);
    }

    @Override
    public void parked(
            String process,
            String instance,
            String what,
            String error,
            int attempts,
            @Nullable Instant next) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("process", process);
        fields.put("instance", instance);
        fields.put("what", what);
        fields.put("error", error);
        fields.put("attempts", attempts);
        fields.put("next", next == null ? "redrive" : next);
        log.error("parked", fields);
    }

    @Override
    public void skipped(String process, String instance, String what, String reason) {
        log.error(
                "skipped",
                Map.of("process", process, "instance", instance, "what", what, "reason", reason));
    }
}
