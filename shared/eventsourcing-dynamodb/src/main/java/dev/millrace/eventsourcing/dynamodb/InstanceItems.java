package dev.millrace.eventsourcing.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.SortableTime;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Instance.Owed;
import dev.millrace.eventsourcing.process.Instance.Parked;
import dev.millrace.eventsourcing.process.Instance.Skipped;
import dev.millrace.eventsourcing.process.Instance.Timer;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import dev.millrace.eventsourcing.process.OtherEntities;
import dev.millrace.eventsourcing.process.OtherEntities.Numbers;
import dev.millrace.eventsourcing.process.ProcessType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Converts instances to items of the table of processes and back. Empty attributes are left out.
///
/// `pk` is `<process>#<key>`, and `process` and `key` are its parts. `version` is a number,
/// `finished` a boolean, `floor` an instant as text, and `state` a `{type, v, data}`. `marks`,
/// `behind`, `owed`, `timers`, `waiting`, `skipped`, `parked` and `others` are JSON texts.
/// `dueShard` and `dueAt` put the item into the index `due`, and `parkedSince` puts it into the
/// index `parked`.
final class InstanceItems<S, I> {
    /// DynamoDB's limit for an item.
    private static final int MOST_BYTES = 400 * 1024;

    /// Bytes that stay free when inputs are kept for later, because handling an input adds more
    /// than its size.
    private static final int RESERVE_BYTES = 100 * 1024;

    static final int MOST_BYTES_OF_A_NUMBER = 21;

    private static final TypeReference<Map<String, Long>> MARKS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Numbers>> OTHERS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Timer>> TIMERS = new TypeReference<>() {};
    private static final TypeReference<List<Skipped>> SKIPPED = new TypeReference<>() {};

    private final ProcessType<S, I> process;
    private final EffectJson effects;

    InstanceItems(ProcessType<S, I> process) {
        this.process = process;
        this.effects = new EffectJson(process);
    }

    /// The partition key of an instance: `delivery#<parcel id>`.
    static String pk(ProcessType<?, ?> process, String key) {
        return pk(process.name(), key);
    }

    static String pk(String process, String key) {
        return process + "#" + key;
    }

    AttributeValue key(String key) {
        return fromS(pk(process, key));
    }

    /// @throws IllegalArgumentException if the item is larger than DynamoDB allows
    Map<String, AttributeValue> write(Instance<S, I> instance, Instant now) {
        return fitting(instance.key(), item(instance, now));
    }

    boolean hasRoom(Instance<S, I> instance) {
        return bytes(item(instance, Instant.EPOCH)) <= MOST_BYTES - RESERVE_BYTES;
    }

    private Map<String, AttributeValue> item(Instance<S, I> instance, Instant now) {
        var item = new HashMap<String, AttributeValue>();
        item.put("pk", key(instance.key()));
        item.put("process", fromS(process.name()));
        item.put("key", fromS(instance.key()));
        item.put("version", fromN(Long.toString(instance.version())));
        if (instance.finished()) item.put("finished", fromBool(true));
        var state = instance.state();
        if (state != null) {
            item.put("state", fromS(Json.text(NamedJson.write(process.states(), state))));
        }
        var marks = new TreeMap<String, Long>();
        instance.marks().forEach((entity, seq) -> marks.put(entity.toString(), seq));
        if (!marks.isEmpty()) item.put("marks", fromS(Json.write(marks)));
        put(item, "behind", instance.behind(), InstanceItems::write);
        putOthers(item, instance, now);
        put(item, "owed", instance.owed(), this::write);
        if (!instance.timers().isEmpty()) {
            item.put("timers", fromS(Json.write(new TreeMap<>(instance.timers()))));
        }
        put(item, "waiting", instance.waiting(), this::writeWaiting);
        put(item, "skipped", instance.skipped(), Json::write);
        var parked = instance.parked();
        if (parked != null) {
            item.put("parked", fromS(Json.write(parked)));
            item.put("parkedSince", fromS(SortableTime.of(parked.since())));
        }
        var due = instance.due(now);
        if (due != null) item.putAll(DueInstances.attributes(item.get("pk").s(), due));
        return item;
    }

    /// An instance that only remembers commits of other entities may never start, so its item
    /// expires.
    private static void putOthers(
            Map<String, AttributeValue> item, Instance<?, ?> instance, Instant now) {
        var others = instance.others();
        if (others.floor() != null) item.put("floor", fromS(others.floor().toString()));
        if (others.byEntity().isEmpty()) return;
        var byEntity = new TreeMap<String, Numbers>();
        others.byEntity().forEach((entity, numbers) -> byEntity.put(entity.toString(), numbers));
        item.put("others", fromS(Json.write(byEntity)));
        if (!instance.hasStarted() && instance.due(now) == null && instance.parked() == null) {
            var forgetAt = now.plus(OnceMarks.KEPT).getEpochSecond();
            item.put("forgetAt", fromN(Long.toString(forgetAt)));
        }
    }

    private static Map<EntityRef, Numbers> others(String text) {
        var others = new HashMap<EntityRef, Numbers>();
        Json.read(text, OTHERS).forEach((ref, numbers) -> others.put(EntityRef.of(ref), numbers));
        return others;
    }

    private static <C extends Collection<?>> void put(
            Map<String, AttributeValue> item, String name, C values, Function<C, String> write) {
        if (!values.isEmpty()) item.put(name, fromS(write.apply(values)));
    }

    /// @throws IllegalArgumentException if this code cannot read the item as an instance; the
    ///   message names the process and the key
    Instance<S, I> read(String key, Item item) {
        try {
            var state = item.textOrNull("state");
            var parked = item.textOrNull("parked");
            return new Instance<>(
                    key,
                    item.number("version"),
                    state == null ? null : NamedJson.read(process.states(), node(state)),
                    item.attributes().containsKey("finished"),
                    read(item, "marks", Map.of(), InstanceItems::marks),
                    read(item, "owed", List.of(), this::owed),
                    read(item, "timers", Map.of(), text -> Json.read(text, TIMERS)),
                    read(item, "waiting", List.of(), this::waiting),
                    read(item, "skipped", List.of(), text -> Json.read(text, SKIPPED)),
                    parked == null ? null : Json.read(parked, Parked.class),
                    read(item, "behind", Set.of(), InstanceItems::behind),
                    new OtherEntities(
                            read(item, "others", Map.of(), InstanceItems::others),
                            read(item, "floor", null, Instant::parse)));
        } catch (RuntimeException broken) {
            throw new IllegalArgumentException(
                    "%s %s cannot be read: %s".formatted(process.name(), key, broken.getMessage()),
                    broken);
        }
    }

    private static <T extends @Nullable Object> T read(
            Item item, String name, T absent, Function<String, T> read) {
        var text = item.textOrNull(name);
        return text == null ? absent : read.apply(text);
    }

    private static Map<EntityRef, Long> marks(String text) {
        var marks = new HashMap<EntityRef, Long>();
        Json.read(text, MARKS).forEach((ref, seq) -> marks.put(EntityRef.of(ref), seq));
        return marks;
    }

    private static String write(Set<EntityRef> behind) {
        return Json.write(behind.stream().map(EntityRef::toString).sorted().toList());
    }

    private static Set<EntityRef> behind(String text) {
        var behind = new HashSet<EntityRef>();
        node(text).forEach(entity -> behind.add(EntityRef.of(entity.asText())));
        return behind;
    }

    private String write(List<Owed> owed) {
        var nodes = Json.array();
        for (var one : owed) {
            var node = nodes.addObject().put("id", one.id());
            node.setAll(effects.write(one.effect()));
            node.put("correlationId", one.correlationId()).put("causationId", one.causationId());
            putTime(node, "since", one.since());
        }
        return Json.text(nodes);
    }

    private List<Owed> owed(String text) {
        var owed = new ArrayList<Owed>();
        for (var node : node(text)) {
            owed.add(
                    new Owed(
                            text(node, "id"),
                            effects.read(node),
                            text(node, "correlationId"),
                            text(node, "causationId"),
                            time(node, "since")));
        }
        return owed;
    }

    private String writeWaiting(List<Waiting<I>> waiting) {
        var nodes = Json.array();
        for (var one : waiting) {
            var node = nodes.addObject().put("id", one.id());
            node.set("input", NamedJson.write(process.inputs(), one.input()));
            node.put("correlationId", one.correlationId());
            putTime(node, "sentAt", one.sentAt());
        }
        return Json.text(nodes);
    }

    private List<Waiting<I>> waiting(String text) {
        var waiting = new ArrayList<Waiting<I>>();
        for (var node : node(text)) {
            waiting.add(
                    new Waiting<>(
                            text(node, "id"),
                            NamedJson.read(process.inputs(), node.path("input")),
                            text(node, "correlationId"),
                            time(node, "sentAt")));
        }
        return waiting;
    }

    private static void putTime(ObjectNode node, String field, @Nullable Instant time) {
        if (time != null) node.put(field, time.toString());
    }

    private static @Nullable Instant time(JsonNode node, String field) {
        return node.has(field) ? Instant.parse(text(node, field)) : null;
    }

    private static JsonNode node(String text) {
        return Json.read(text);
    }

    private static String text(JsonNode node, String field) {
        var value = node.path(field);
        if (value.isTextual()) return value.asText();
        throw new IllegalArgumentException("no %s in %s".formatted(field, node));
    }

    private Map<String, AttributeValue> fitting(String key, Map<String, AttributeValue> item) {
        var bytes = bytes(item);
        if (bytes <= MOST_BYTES) return item;
        var sizes = new TreeMap<String, Integer>();
        item.forEach((name, value) -> sizes.put(name, bytes(name) + bytes(value)));
        throw new IllegalArgumentException(
                "%s %s is too large to store: %s bytes of at most %s, by attribute %s"
                        .formatted(process.name(), key, bytes, MOST_BYTES, sizes));
    }

    private static int bytes(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                .sum();
    }

    private static int bytes(AttributeValue value) {
        var text = value.s();
        return text == null ? MOST_BYTES_OF_A_NUMBER : bytes(text);
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}
