package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.streams.Backlog.Behind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The last commits and bus events of the local cloud, newest first. It listens to streams and bus,
/// and reads no table.
final class LocalFeed {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST_SHOWN = 20;

    /// Of each kind. Commits are kept longer than they are shown: each reader of a stream reports a
    /// commit, perhaps long after the other one, and a commit that is no longer kept would be shown
    /// twice.
    private static final int MOST_KEPT = 1_000;

    private static final int MOST_DETAIL = 300;

    private final LocalCloud cloud;
    private final InstantSource clock;
    private final Map<String, Committed> commits = bounded();
    private final Map<String, OnBus> events = bounded();

    /// @param events the types of its events, as one text
    /// @param by the sender and the command
    record Committed(EntityName entity, String seq, String events, String at, String by) {}

    record OnBus(String source, String detailType, String detail, Instant at) {}

    LocalFeed(LocalCloud cloud, InstantSource clock) {
        this.cloud = cloud;
        this.clock = clock;
        cloud.backlog().onRecord(this::onRecord);
        cloud.onBusEvent(this::onBusEvent);
    }

    String page() {
        return ConsolePages.render("feed.jte", Map.of("feed", this, "now", clock.instant()));
    }

    synchronized List<Committed> commits() {
        return commits.values().stream().toList().reversed().stream().limit(MOST_SHOWN).toList();
    }

    synchronized List<OnBus> events() {
        return events.values().stream().toList().reversed().stream().limit(MOST_SHOWN).toList();
    }

    List<Behind> behind() {
        return cloud.backlog().behind();
    }

    /// The entity of this id, if it had a commit recently.
    synchronized Optional<EntityName> entity(String id) {
        return commits.values().stream()
                .map(Committed::entity)
                .filter(entity -> entity.id().equals(id))
                .findFirst();
    }

    /// Keeps the commit that a record of a journal's stream inserts. Other records are ignored.
    synchronized void onRecord(JsonNode record) {
        var item = record.path("dynamodb").path("NewImage");
        var key = item.path("pk").path("S").asText().split("#", 2);
        if (!record.path("eventName").asText().equals("INSERT")) return;
        if (key.length < 2 || !item.has("seq") || !item.has("events")) return;
        var seq = item.path("seq").path("N").asText();
        commits.putIfAbsent(
                String.join("#", key[0], key[1], seq),
                new Committed(
                        new EntityName(key[0], key[1]),
                        seq,
                        types(item.path("events").path("S").asText()),
                        item.path("at").path("S").asText(),
                        item.path("by").path("S").asText()));
    }

    synchronized void onBusEvent(JsonNode event) {
        var detail = event.path("detail").toString();
        events.put(
                event.path("id").asText(),
                new OnBus(
                        event.path("source").asText(),
                        event.path("detail-type").asText(),
                        detail.length() > MOST_DETAIL
                                ? detail.substring(0, MOST_DETAIL) + " …"
                                : detail,
                        clock.instant()));
    }

    private static String types(String events) {
        try {
            return JSON.readTree(events)
                    .valueStream()
                    .map(event -> event.path("type").asText())
                    .collect(Collectors.joining(", "));
        } catch (JsonProcessingException unreadable) {
            return "unreadable";
        }
    }

    private static <T> Map<String, T> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > MOST_KEPT;
            }
        };
    }
}
