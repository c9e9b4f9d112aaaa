package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.Incidents;
import dev.millrace.eventsourcing.Trace;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every incident is a line in the log, and all but conflicts are errors.
public record LoggedIncidents(Log log) implements Incidents {
    private static final Metric PARKED = Metric.count("Parked");
    private static final Metric UNEXPECTED = Metric.count("UnexpectedRefusals");

    @Override
    public void refused(Trace trace, String entity, String command, Object reason) {
        var fields = LoggedCommands.fields(entity, command, trace);
        fields.put("reason", reason);
        log.error("a refusal that its process does not expect", fields, UNEXPECTED.of(1));
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
        log.error("parked", fields, PARKED.of(1));
    }

    @Override
    public void skipped(String process, String instance, String what, String reason) {
        log.error(
                "skipped",
                Map.of("process", process, "instance", instance, "what", what, "reason", reason));
    }

    @Override
    public void conflicted(String process, String instance) {
        log.info(
                "a conflict",
                Map.of("process", process, "instance", instance),
                LoggedCommands.CONFLICTS.of(1));
    }
}
