package dev.millrace.eventsourcing.lambda.host;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.dynamodb.StoredInstances;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.Request.Mistake;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Shows the stored items of an entity as they are, including those that no code can read.
record StoredEntity(Platform platform, InstanceKeys keys) {
    private static final Room ROOM = new Room(4_000_000);
    private static final int PAGE = 20;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /// @param leftOut how many do not fit into an answer
    record Instances(List<StoredInstance> instances, int leftOut) {}

    record StoredInstance(String process, String instance, JsonNode item) {}

    /// @param next the `after` of the next page; null after the last page
    record Commits(List<JsonNode> commits, @Nullable String next) {}

    Instances instances(EntityRef entity, EntityType<?, ?, ?, ?> type) {
        var unreadable = new ArrayList<Unreadable>();
        var commits = platform.journal(type).readable(entity.id(), unreadable::add);
        var stored = new StoredInstances(platform.clients().dynamoDb(), platform.processesTable());
        var all = new ArrayList<StoredInstance>();
        for (var key : keys.of(entity, commits, unreadable.isEmpty(), _ -> {})) {
            var item = stored.item(key.process().name(), key.key());
            if (item == null) continue;
            all.add(new StoredInstance(key.process().name(), key.key(), item.json()));
        }
        var shown = ROOM.first(all);
        return new Instances(shown, all.size() - shown.size());
    }

    /// A page of commits.
    ///
    /// @param order which comes first: `oldest` or `newest`; null for `oldest`
    /// @param after the `next` of the previous page; null for the first page
    Commits commits(
            EntityRef entity,
            EntityType<?, ?, ?, ?> type,
            @Nullable String order,
            @Nullable String after) {
        var items =
                platform.journal(type)
                        .stored(entity.id(), isNewestFirst(order), number(after), PAGE + 1);
        var shown = ROOM.first(items.stream().limit(PAGE).map(Item::json).toList());
        var isLast = shown.size() == items.size();
        return new Commits(
                List.copyOf(shown), isLast ? null : shown.getLast().path("seq").asText());
    }

    private static boolean isNewestFirst(@Nullable String order) {
        if (order == null || order.equals("oldest")) return false;
        if (order.equals("newest")) return true;
        throw new Mistake(
                "\"order\" is %s: it is oldest or newest".formatted(Request.shown(order)));
    }

    private static @Nullable Long number(@Nullable String after) {
        if (after == null) return null;
        if (NUMBER.matcher(after).matches()) return Long.valueOf(after);
        throw new Mistake("\"after\" is not the \"next\" of a previous call");
    }
}
