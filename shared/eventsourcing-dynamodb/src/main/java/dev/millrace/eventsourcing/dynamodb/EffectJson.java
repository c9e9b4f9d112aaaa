package dev.millrace.eventsourcing.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.eventsourcing.Effect.Immediate;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.process.ProcessType;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Converts owed effects to JSON and back: `{send: {to, entityId, command, reportsAcceptance}}` or
/// `{publish: message}`, where command and message are `{type, v, data}`.
final class EffectJson {
    private final TypeNames<? extends Message> messages;
    private final Map<String, EntityType<?, ?, ?, ?>> targets;

    EffectJson(ProcessType<?, ?> process) {
        this.messages = process.messages();
        this.targets =
                process.commands().stream()
                        .collect(Collectors.toMap(EntityType::name, Function.identity()));
    }

    ObjectNode write(Immediate effect) {
        var node = Json.object();
        return switch (effect) {
            case Send<?> send -> node.set("send", write(send));
            case Publish(var message) -> node.set("publish", named(messages, message));
        };
    }

    /// @throws IllegalArgumentException if it is neither, or if the process declares no commands to
    ///   the target type
    Immediate read(JsonNode node) {
        if (node.has("send")) {
            var send = node.path("send");
            return send(target(send.path("to").asText()), send);
        }
        if (node.has("publish")) return new Publish(NamedJson.read(messages, node.path("publish")));
        throw new IllegalArgumentException("neither send nor publish: " + node);
    }

    private <C> ObjectNode write(Send<C> send) {
        target(send.to().name());
        var node = Json.object().put("to", send.to().name()).put("entityId", send.entityId());
        node.set("command", NamedJson.write(send.to().commands(), send.command()));
        return send.reportsAcceptance() ? node.put("reportsAcceptance", true) : node;
    }

    private static <C> Send<C> send(EntityType<?, C, ?, ?> to, JsonNode node) {
        return new Send<>(
                to,
                node.path("entityId").asText(),
                NamedJson.read(to.commands(), node.path("command")),
                node.path("reportsAcceptance").asBoolean());
    }

    /// Writing checks the target, too, so that every stored effect can be read.
    private EntityType<?, ?, ?, ?> target(String name) {
        var type = targets.get(name);
        if (type == null) {
            throw new IllegalArgumentException(
                    "the process declares commands to %s only, not to %s"
                            .formatted(targets.keySet(), name));
        }
        return type;
    }

    @SuppressWarnings("unchecked") // TypeNames rejects a message of another class
    private static ObjectNode named(TypeNames<? extends Message> messages, Message message) {
        return NamedJson.write((TypeNames<Message>) messages, message);
    }
}
