package dev.millrace.local.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.Json;
import dev.millrace.local.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/// SQS queues. A message is kept, across restarts, until a receiver deletes it. A received message
/// is hidden from other receivers for a while, also across restarts. A message that is received too
/// often moves to the dead-letter queue.
public final class Queues implements QueueSender {
    /// One message. Its `id` is unique in its queue, and ids sort by the time of sending.
    ///
    /// @param receives how often it was received
    /// @param visibleAt when it can be received for the first time, or again
    public record Message(
            String id,
            String body,
            Instant sentAt,
            int receives,
            Optional<Instant> firstReceivedAt,
            Instant visibleAt) {

        Message received(Instant now, Duration hidden) {
            var first = firstReceivedAt.or(() -> Optional.of(now));
            return new Message(id, body, sentAt, receives + 1, first, now.plus(hidden));
        }

        Message visibleAt(Instant when) {
            return new Message(id, body, sentAt, receives, firstReceivedAt, when);
        }

        private ObjectNode json() {
            var json =
                    Json.object()
                            .put("body", body)
                            .put("sentAt", sentAt.toString())
                            .put("receives", receives)
                            .put("visibleAt", visibleAt.toString());
            firstReceivedAt.ifPresent(first -> json.put("firstReceivedAt", first.toString()));
            return json;
        }

        private static Message of(Map.Entry<String, JsonNode> entry) {
            var json = entry.getValue();
            var sentAt = Instant.parse(json.path("sentAt").asText());
            return new Message(
                    entry.getKey(),
                    json.path("body").asText(),
                    sentAt,
                    json.path("receives").asInt(),
                    time(json, "firstReceivedAt"),
                    time(json, "visibleAt").orElse(sentAt));
        }

        private static Optional<Instant> time(JsonNode json, String field) {
            return Optional.ofNullable(json.get(field)).map(time -> Instant.parse(time.asText()));
        }
    }

    private final LocalStore localStore;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Signal arrivals = new Signal();

    public Queues(LocalStore localStore, InstantSource clock) {
        this.localStore = localStore;
        this.clock = clock;
    }

    @Override
    public void send(String queue, String body) {
        send(queue, body, Duration.ZERO);
    }

    /// Sends a message that cannot be received before `delay` is over.
    Message send(String queue, String body, Duration delay) {
        var now = clock.instant();
        var id = String.format(Locale.ROOT, "%015d-%s", now.toEpochMilli(), UUID.randomUUID());
        var message = new Message(id, body, now, 0, Optional.empty(), now.plus(delay));
        localStore.put(namespace(queue), id, message.json());
        arrivals.send();
        return message;
    }

    /// All messages in a queue, hidden or not, oldest first.
    public List<Message> messages(String queue) {
        return localStore.all(namespace(queue)).entrySet().stream().map(Message::of).toList();
    }

    /// Receives the oldest visible messages, and hides them. A message that was already received as
    /// often as the queue allows moves unchanged to the dead-letter queue instead. Only this method
    /// moves it, so it stays in the queue until the next receive.
    List<Message> receive(QueueSpec queue, int most, Duration hidden) {
        lock.lock();
        try {
            var now = clock.instant();
            var received = new ArrayList<Message>();
            for (var message : messages(queue.name())) {
                if (received.size() == most) break;
                if (message.visibleAt().isAfter(now)) continue;
                var dead = queue.redrive().filter(r -> message.receives() >= r.receives());
                if (dead.isPresent()) {
                    move(message, queue.name(), dead.get().queue());
                    continue;
                }
                var taken = message.received(now, hidden);
                localStore.put(namespace(queue.name()), taken.id(), taken.json());
                received.add(taken);
            }
            return received;
        } finally {
            lock.unlock();
        }
    }

    /// After a crash between the two writes, the message is in both queues, and is moved again.
    private void move(Message message, String from, String to) {
        localStore.put(namespace(to), message.id(), message.json());
        localStore.remove(namespace(from), message.id());
        arrivals.send();
    }

    /// Hides a message for `hidden` from now on. Returns false if it is gone, or was received again
    /// since.
    boolean hide(String queue, String id, int receives, Duration hidden) {
        lock.lock();
        try {
            var message = find(queue, id).filter(one -> one.receives() == receives);
            message.ifPresent(one -> {
                var changed = one.visibleAt(clock.instant().plus(hidden));
                localStore.put(namespace(queue), id, changed.json());
            });
            return message.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /// Deletes a message, unless it was received again since.
    void delete(String queue, String id, int receives) {
        lock.lock();
        try {
            find(queue, id)
                    .filter(one -> one.receives() == receives)
                    .ifPresent(_ -> localStore.remove(namespace(queue), id));
        } finally {
            lock.unlock();
        }
    }

    /// Signals when a message is sent or moved to any queue.
    Signal arrivals() {
        return arrivals;
    }

    /// Ends the wait of all receivers.
    public void close() {
        arrivals.close();
    }

    private Optional<Message> find(String queue, String id) {
        return localStore.get(namespace(queue), id).map(json -> Message.of(Map.entry(id, json)));
    }

    private static String namespace(String queue) {
        return "queue " + queue;
    }
}
