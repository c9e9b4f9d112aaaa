package dev.millrace.local.store;

import dev.millrace.local.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/// SQS queues as places where failures end up: what was sent lies there, across restarts, until
/// somebody deletes it.
public final class Queues {
    /// One message; `id` tells it from all others of its queue, and ids sort by the time they were
    /// sent.
    public record Message(String id, String body, Instant sentAt) {}

    private final Ledger ledger;
    private final InstantSource clock;

    public Queues(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    public void send(String queue, String body) {
        var now = clock.instant();
        var id = "%015d-%s".formatted(now.toEpochMilli(), UUID.randomUUID());
        ledger.put(shelf(queue), id, Json.object().put("body", body).put("sentAt", now.toString()));
    }

    public List<Message> messages(String queue) {
        return ledger.all(shelf(queue)).entrySet().stream()
                .map(e ->
                        new Message(
                                e.getKey(),
                                e.getValue().path("body").asText(),
                                Instant.parse(e.getValue().path("sentAt").asText())))
                .toList();
    }

    public void delete(String queue, String id) {
        ledger.remove(shelf(queue), id);
    }

    private static String shelf(String queue) {
        return "queue " + queue;
    }
}
