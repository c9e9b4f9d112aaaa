package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Envelope;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.process.Dispatcher.Sent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Runs a stateless process on commits.
///
/// The id of a command is derived from the process, the event that caused it, its position and its
/// name. So a commit that is delivered again sends the same commands, and the entities apply them
/// once.
final class StatelessRunner<E> {
    private final StatelessProcess<E> process;
    private final Map<String, EntityType<?, ?, ?, ?>> entities;
    private final Ports ports;
    private final Dispatcher dispatcher;

    /// @param entities those that the process may send commands to, by name
    StatelessRunner(
            StatelessProcess<E> process,
            Map<String, EntityType<?, ?, ?, ?>> entities,
            Ports ports) {
        this.process = process;
        this.entities = entities;
        this.ports = ports;
        this.dispatcher =
                new Dispatcher(process.name(), process.messages(), process::expects, ports);
    }

    /// @param commit of an entity of the process's source
    @SuppressWarnings("unchecked") // by its entity's type, its events are those of the process
    void run(EntityRef entity, Commit<?> commit) {
        try (var step = ports.listener().begin(process.name(), entity, commit)) {
            for (var index = 0; index < commit.events().size(); index++) {
                var envelope = Envelope.of(entity, commit, index);
                perform(
                        process.on((E) commit.events().get(index), envelope),
                        envelope.eventId(),
                        commit.correlationId(),
                        commit.at());
            }
            step.done();
        }
    }

    private void perform(
            List<? extends Immediate> effects,
            String causationId,
            String correlationId,
            Instant since) {
        for (var position = 0; position < effects.size(); position++) {
            var effect = effects.get(position);
            var id = id(effect, causationId, position);
            var sent = dispatcher.dispatch(effect, id, correlationId, causationId, since, false);
            if (sent instanceof Sent.Rejected(var rejection)) {
                perform(process.rejected(rejection), id, correlationId, since);
            }
        }
    }

    private String id(Immediate effect, String causationId, int position) {
        return switch (effect) {
            case Send<?> send -> {
                requireDeclared(send);
                yield Ids.of(
                        process.name(), causationId, String.valueOf(position), send.commandName());
            }
            case Publish(var message) -> message.id();
        };
    }

    private void requireDeclared(Send<?> send) {
        if (Objects.equals(send.to(), entities.get(send.to().name()))) return;
        throw new IllegalStateException(
                "%s sends a command to a %s, which the service does not declare: it declares %s"
                        .formatted(process.name(), send.to().name(), entities.keySet()));
    }
}
