package dev.millrace.functions.processes;

import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Injects faults behind the functions: malformed or deleted items, a table that is throttled or
/// fails, a bus that fails.
record Breakdowns(Backstage stage, EmbeddedDynamoDb dynamoDb, PublishedEvents published) {

    /// Makes a commit unreadable.
    void breakCommit(String bookingId, int seq) {
        var broken = new HashMap<>(stage.record(bookingId, seq));
        broken.put("events", AttributeValue.fromS("a song"));
        stage.put("Events", broken);
    }

    /// Makes the reservations of all bookings unreadable.
    void breakReservations() {
        for (var item : stage.items("Seats")) {
            if (!item.containsKey("answer")) continue;
            var broken = new HashMap<>(item);
            broken.put("answer", AttributeValue.fromS("a song"));
            stage.put("Seats", broken);
        }
    }

    /// Deletes every item of a table.
    void clear(String table) {
        for (var item : stage.items(table)) {
            var key = new HashMap<>(item);
            key.keySet().retainAll(List.of("pk", table.equals("Events") ? "seq" : "sk"));
            stage.client().deleteItem(delete -> delete.tableName(table).key(key));
        }
    }

    void delete(String table, Map<String, AttributeValue> commit) {
        var key = new HashMap<>(commit);
        key.keySet().retainAll(List.of("pk", "seq"));
        stage.client().deleteItem(delete -> delete.tableName(table).key(key));
    }

    void throttle(String table, boolean on) {
        dynamoDb.throttle(table, on);
    }

    /// Makes the prices of the concert unreadable, so that reading its seats fails.
    void breakSeats() {
        prices("a song");
    }

    void mendSeats() {
        prices("49.90");
    }

    private void prices(String price) {
        for (var item : stage.items("Seats")) {
            if (!item.containsKey("price")) continue;
            var changed = new HashMap<>(item);
            changed.put("price", AttributeValue.fromS(price));
            dynamoDb.client().putItem(put -> put.tableName("Seats").item(changed));
        }
    }

    /// Removes an attribute of an instance, so that the instance cannot be read.
    void spoilInstance(String pk, String attribute) {
        dynamoDb.spoil("Processes", pk, attribute);
    }

    /// The bus now fails with this exception, or works again if it is null.
    void failBus(@Nullable RuntimeException failure) {
        published.failWith(failure);
    }

    void breakDown(String table, boolean on) {
        dynamoDb.breakDown(table, on);
    }
}
