package dev.millrace.duels;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.duels.Ailments.Ailment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Makes attributes unreadable for a while: it spoils them, and mends them later.
final class Defects {
    private final World world;
    private final List<Spoiled> spoiled = new ArrayList<>();

    Defects(World world) {
        this.world = world;
    }

    /// What can be spoiled.
    enum Defect {
        ROW("the row of the view cannot be read"),
        FIRST_COMMIT("the first commit cannot be read"),
        LAST_COMMIT("the last commit cannot be read"),
        PAYMENTS("the payments' instance cannot be read"),
        REMINDER("the reminder's instance cannot be read"),
        PRICE("the price of a seat cannot be read"),
        BUS("the bus rejects messages");

        final String words;

        Defect(String words) {
            this.words = words;
        }
    }

    private record Spoiled(
            String table, Map<String, AttributeValue> key, String name, AttributeValue right) {}

    void begin(Ailment ailment) {
        world.ailments.begin(ailment);
    }

    void begin(Defect defect) {
        var booking = "Booking#" + World.BOOKING;
        switch (defect) {
            case ROW -> spoil(Tables.VIEW, key("pk", World.BOOKING), "row", "garbled");
            case FIRST_COMMIT -> commit(booking, 1);
            case LAST_COMMIT -> commit(booking, lastCommit(booking));
            case PAYMENTS ->
                    spoil(
                            Tables.PROCESSES,
                            key("pk", "payment#" + World.BOOKING),
                            "state",
                            "garbled");
            case REMINDER ->
                    spoil(
                            Tables.PROCESSES,
                            key("pk", "reminder#" + World.BOOKING),
                            "state",
                            "garbled");
            case PRICE ->
                    spoil(
                            Tables.SEATS,
                            Map.of(
                                    "pk", fromS("Concert#" + World.CONCERT),
                                    "sk", fromS("Seat#00001#00002")),
                            "price",
                            "garbled");
            case BUS -> world.bus.reject(true);
        }
    }

    /// Mends what is still spoiled.
    void end() {
        world.bus.reject(false);
        world.ailments.end();
        for (var one : spoiled) {
            var item = item(one.table(), one.key());
            if (item.isEmpty() || !isGarbled(item.get(one.name()))) continue;
            put(one.table(), item, one.name(), one.right());
        }
        spoiled.clear();
    }

    private void commit(String booking, int seq) {
        var key = Map.of("pk", fromS(booking), "seq", fromN(Integer.toString(seq)));
        spoil(Tables.EVENTS, key, "events", "garbled");
    }

    private int lastCommit(String booking) {
        var seq = 1;
        while (true) {
            var next = Map.of("pk", fromS(booking), "seq", fromN(Integer.toString(seq + 1)));
            if (item(Tables.EVENTS, next).isEmpty()) return seq;
            seq++;
        }
    }

    private void spoil(String table, Map<String, AttributeValue> key, String name, String text) {
        var item = item(table, key);
        var right = item.get(name);
        if (right == null || isGarbled(right)) return;
        spoiled.removeIf(one -> one.table().equals(table) && one.key().equals(key));
        spoiled.add(new Spoiled(table, key, name, right));
        put(table, item, name, fromS(text));
    }

    private static boolean isGarbled(@Nullable AttributeValue value) {
        return value != null && "garbled".equals(value.s());
    }

    private void put(
            String table, Map<String, AttributeValue> item, String name, AttributeValue value) {
        var changed = new HashMap<>(item);
        changed.put(name, value);
        world.dynamoDb.putItem(put -> put.tableName(table).item(changed));
    }

    private Map<String, AttributeValue> item(String table, Map<String, AttributeValue> key) {
        return world.dynamoDb.getItem(get -> get.tableName(table).key(key)).item();
    }

    private static Map<String, AttributeValue> key(String name, String value) {
        return Map.of(name, fromS(value));
    }
}
