package dev.millrace.local.bus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.local.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/// EventBridge's `PutEvents`. A request that breaks a limit is rejected as a whole. Otherwise each
/// entry is accepted, or gets its own error at its position in the answer.
public final class PutEvents {
    private static final int MOST_ENTRIES = 10;
    private static final int MOST_BYTES = 256 * 1024;

    /// The request broke a limit. The message is EventBridge's.
    public static final class Rejected extends RuntimeException {
        Rejected(String message) {
            super(message);
        }
    }

    private final Bus bus;
    private final InstantSource clock;

    public PutEvents(Bus bus, InstantSource clock) {
        this.bus = bus;
        this.clock = clock;
    }

    /// Answers after every accepted entry is stored.
    public JsonNode answer(JsonNode request) {
        var entries = request.path("Entries");
        if (!entries.isArray() || entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            throw new Rejected(
                    "1 validation error detected: Value at 'entries' failed to satisfy constraint: "
                            + "Member must have length between 1 and "
                            + MOST_ENTRIES);
        }
        var bytes = 0;
        for (var entry : entries) {
            bytes += size(entry);
        }
        if (bytes > MOST_BYTES) {
            throw new Rejected("Total size of the entries in the request is over the limit.");
        }
        var failed = 0;
        var results = Json.array();
        for (var entry : entries) {
            var result = put(entry);
            failed += result.has("ErrorCode") ? 1 : 0;
            results.add(result);
        }
        return Json.object().put("FailedEntryCount", failed).set("Entries", results);
    }

    private ObjectNode put(JsonNode entry) {
        for (var name : new String[] {"Source", "DetailType", "Detail"}) {
            if (entry.path(name).asText("").isEmpty()) {
                return error(
                        "InvalidArgument",
                        "Parameter %s is not valid. Reason: %s is a required argument."
                                .formatted(name, name));
            }
        }
        if (entry.path("Source").asText().startsWith("aws.")) {
            return error("NotAuthorizedForSourceException", "Not authorized for the source.");
        }
        var detail = Json.parse(entry.path("Detail").asText()).filter(JsonNode::isObject);
        if (detail.isEmpty()) {
            return error("MalformedDetail", "Detail is malformed.");
        }
        var name = Rule.busName(entry.path("EventBusName").asText("default"));
        if (!bus.exists(name)) {
            return error("ResourceNotFoundException", "Event bus " + name + " does not exist.");
        }
        var id = UUID.randomUUID().toString();
        bus.receive(name, event(id, entry, detail.get()));
        return Json.object().put("EventId", id);
    }

    /// The event in the form that targets get.
    private JsonNode event(String id, JsonNode entry, JsonNode detail) {
        var event =
                Json.object()
                        .put("version", "0")
                        .put("id", id)
                        .put("detail-type", entry.path("DetailType").asText())
                        .put("source", entry.path("Source").asText())
                        .put("account", dev.millrace.local.template.Place.ACCOUNT)
                        .put("time", time(entry).toString())
                        .put("region", bus.place().region());
        event.set(
                "resources",
                entry.path("Resources").isArray() ? entry.path("Resources") : Json.array());
        event.set("detail", detail);
        return event;
    }

    /// The protocol gives the time in seconds, possibly with a fraction. Targets get whole seconds.
    private Instant time(JsonNode entry) {
        return Optional.of(entry.path("Time"))
                .filter(JsonNode::isNumber)
                .map(seconds -> Instant.ofEpochSecond(seconds.asLong()))
                .orElseGet(clock::instant)
                .truncatedTo(ChronoUnit.SECONDS);
    }

    /// An entry's size in bytes as EventBridge counts it: 14 for a time, and UTF-8 for texts.
    private static int size(JsonNode entry) {
        var size = entry.has("Time") ? 14 : 0;
        for (var name : new String[] {"Source", "DetailType", "Detail"}) {
            size += entry.path(name).asText("").getBytes(StandardCharsets.UTF_8).length;
        }
        for (var resource : entry.path("Resources")) {
            size += resource.asText().getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }

    private static ObjectNode error(String code, String message) {
        return Json.object().put("ErrorCode", code).put("ErrorMessage", message);
    }
}
