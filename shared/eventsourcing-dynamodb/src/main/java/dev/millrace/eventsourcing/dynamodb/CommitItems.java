package dev.millrace.eventsourcing.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Snapshot;
import dev.millrace.eventsourcing.aws.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Converts commits to items of the journal's table and back. A commit has the attributes `pk`,
/// `seq`, `events`, `at`, `cmd`, `by`, `cor`, `cau` and `snap`. An erased commit has `pk`, `seq`
/// and `erased` (the time of the erasure).
public final class CommitItems<S, E> {
    /// DynamoDB's limit is 400 KB per item. A snapshot that would bring the item near it is left
    /// out.
    private static final int MOST_BYTES = 350_000;

    private final EntityType<S, ?, E, ?> type;

    public CommitItems(EntityType<S, ?, E, ?> type) {
        this.type = type;
    }

    /// The partition key of an entity: `Parcel#<id>`.
    AttributeValue key(String entityId) {
        return fromS(type.name() + "#" + entityId);
    }

    /// The id of the entity that a key belongs to.
    ///
    /// @throws IllegalArgumentException if the key is of another type
    private String entityId(String key) {
        var prefix = type.name() + "#";
        if (!key.startsWith(prefix))
            throw new IllegalArgumentException(key + " is no " + type.name());
        return key.substring(prefix.length());
    }

    Map<String, AttributeValue> write(Commit<E> commit, @Nullable Snapshot<S> snapshot) {
        var item = new HashMap<String, AttributeValue>();
        item.put("pk", key(commit.entityId()));
        item.put("seq", fromN(Long.toString(commit.seq())));
        if (commit.isErased()) {
            item.put("erased", fromS(commit.at().toString()));
            return item;
        }
        var events = write(commit.events());
        item.put("events", fromS(events));
        item.put("at", fromS(commit.at().toString()));
        item.put("cmd", fromS(commit.commandId()));
        item.put("by", fromS(commit.by()));
        item.put("cor", fromS(commit.correlationId()));
        var cause = commit.causationId();
        if (cause != null) item.put("cau", fromS(cause));
        if (snapshot != null) {
            var text = write(snapshot);
            if (bytes(text) + bytes(events) <= MOST_BYTES) item.put("snap", fromS(text));
        }
        return item;
    }

    /// Reads a commit.
    ///
    /// @throws IllegalArgumentException if the item is not a commit, or newer code wrote it
    public Commit<E> commit(Item item) {
        try {
            var entity = entityId(item.text("pk"));
            var seq = item.number("seq");
            var erased = item.textOrNull("erased");
            if (erased != null) return Commit.erased(entity, seq, Instant.parse(erased));
            return new Commit<>(
                    entity,
                    seq,
                    events(item.text("events")),
                    Instant.parse(item.text("at")),
                    item.text("cmd"),
                    item.text("by"),
                    item.text("cor"),
                    item.textOrNull("cau"));
        } catch (RuntimeException broken) {
            var number = item.attributes().get("seq");
            throw new IllegalArgumentException(
                    "commit %s of %s cannot be read: %s"
                            .formatted(
                                    number == null ? "?" : number.n(),
                                    item.textOrNull("pk"),
                                    broken.getMessage()),
                    broken);
        }
    }

    /// The snapshot that was written with a commit. Null if there is none, or if its version is not
    /// this code's version.
    @Nullable Snapshot<S> snapshot(Item item) {
        var text = item.textOrNull("snap");
        if (text == null) return null;
        var node = Json.read(text);
        if (node.path("v").asInt() != type.snapshotVersion()) return null;
        var ids = new ArrayList<String>();
        node.path("ids").forEach(id -> ids.add(id.asText()));
        return new Snapshot<>(
                item.number("seq"), NamedJson.read(type.states(), node.path("state")), ids);
    }

    private String write(Snapshot<S> snapshot) {
        var node = Json.object().put("v", type.snapshotVersion());
        node.set("state", NamedJson.write(type.states(), snapshot.state()));
        snapshot.commandIds().forEach(node.putArray("ids")::add);
        return Json.text(node);
    }

    private String write(List<E> events) {
        var nodes = Json.array();
        for (var event : events) nodes.add(NamedJson.write(type.events(), event));
        return Json.text(nodes);
    }

    private List<E> events(String text) {
        var events = new ArrayList<E>();
        Json.read(text).forEach(node -> events.add(NamedJson.read(type.events(), node)));
        return events;
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}
