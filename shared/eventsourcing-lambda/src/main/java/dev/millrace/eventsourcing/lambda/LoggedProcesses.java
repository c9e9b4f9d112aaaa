package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.ProcessListener;
import dev.millrace.eventsourcing.process.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Logs what the processes do. What an operator must look at is logged as an error.
///
/// @param published receives every message after the bus accepted it
record LoggedProcesses(Log log, Consumer<Message> published) implements ProcessListener {
    private static final Metric PARKED = Metric.count("Parked");
    private static final Metric UNEXPECTED = Metric.count("UnexpectedRefusals");

    @Override
    public Step begin(String process, String entity, String correlationId, String causationId) {
        return log.begin(
                "step",
                Map.of(
                        "process", process,
                        "entity", entity,
                        "correlation_id", correlationId,
                        "causation_id", causationId));
    }

    @Override
    public void rejected(Trace trace, Rejection<?, ?> rejection) {
        var entity = new EntityRef(rejection.to().name(), rejection.entityId());
        var fields = LoggedCommands.fields(entity.toString(), rejection.commandName(), trace);
        fields.put("reason", rejection.reason());
        log.error("a rejection that its process does not expect", fields, UNEXPECTED.of(1));
    }

    @Override
    public void published(String process, String name, Publish publish) {
        published.accept(publish.message());
    }

    @Override
    public void failed(String process, String instance, String what, Throwable defect) {
        log.warn(
                "a defect", defect, Map.of("process", process, "instance", instance, "what", what));
    }

    @Override
    public void parked(String process, String instance, Parked parked) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("process", process);
        fields.put("instance", instance);
        fields.put("what", parked.what());
        fields.put("error", parked.error());
        fields.put("attempts", parked.attempts());
        fields.put("next", parked.next() == null ? "redrive" : parked.next());
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

    @Override
    public void belowFloor(String process, String instance, String commit) {
        log.warn(
                "a commit at or below the floor of the instance was ignored",
                Map.of("process", process, "instance", instance, "what", commit));
    }

    @Override
    public void ignored(String process, String input, String correlationId) {
        log.info(
                "an input that concerns no instance",
                Map.of("process", process, "input", input, "correlation_id", correlationId));
    }

    @Override
    public void receivedTwice(String process, String input, String entity, String other) {
        log.error(
                "one message id was received for two instances; both handle it",
                Map.of("process", process, "input", input, "entity", entity, "other", other));
    }
}
