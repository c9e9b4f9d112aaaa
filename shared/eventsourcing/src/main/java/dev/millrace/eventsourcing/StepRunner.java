package dev.millrace.eventsourcing;

import dev.millrace.eventsourcing.Step.Send;
import java.util.List;

/// Runs a step: gives it the events of a commit, sends the commands it answers, and gives refusals
/// back to it.
///
/// A command's id follows from the step, the event that caused it, its position and its name, so
/// that whatever is delivered again sends the same commands, and the entities apply them once.
public final class StepRunner<E, C, R> {
    private final Step<E, C, R> step;
    private final Entities<?, C, ?, R> entities;
    private final Incidents incidents;

    public StepRunner(Step<E, C, R> step, Entities<?, C, ?, R> entities, Incidents incidents) {
        this.step = step;
        this.entities = entities;
        this.incidents = incidents;
    }

    /// Runs the step on every event of a commit.
    public void run(Commit<E> commit) {
        for (var index = 0; index < commit.events().size(); index++) {
            var effects = step.on(commit.entityId(), commit.events().get(index));
            send(effects, commit.eventId(index), commit.correlationId());
        }
    }

    /// Runs the step on an event that no journal holds, such as one from the bus.
    ///
    /// @param eventId names the event: the same event delivered again has the same id
    public void run(String entityId, E event, String eventId, String correlationId) {
        send(step.on(entityId, event), eventId, correlationId);
    }

    private void send(List<Send<C>> sends, String causationId, String correlationId) {
        for (var position = 0; position < sends.size(); position++) {
            var send = sends.get(position);
            var command = entities.type().commands().nameOf(send.command());
            var commandId = Ids.of(step.name(), causationId, String.valueOf(position), command);
            var trace = new Trace(commandId, step.name(), correlationId, causationId);
            if (entities.send(send.to(), send.command(), trace)
                    instanceof Outcome.Rejected(var reason)) {
                if (!step.expects(send, reason)) {
                    var entity = new EntityRef(entities.type().name(), send.to());
                    incidents.refused(trace, entity.toString(), command, reason);
                }
                send(step.refused(send, reason), commandId, correlationId);
            }
        }
    }
}
