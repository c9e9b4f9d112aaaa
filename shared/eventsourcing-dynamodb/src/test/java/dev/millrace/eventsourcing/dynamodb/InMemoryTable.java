package dev.millrace.eventsourcing.dynamodb;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/// Stores the items of a table by key. An index is computed from the items when it is read.
final class InMemoryTable {
    private static final int PAGE_BYTES = 1 << 20;

    private final List<String> keys;
    private final Map<String, GlobalSecondaryIndex> indexes;
    private TreeMap<Map<String, AttributeValue>, Map<String, AttributeValue>> items;
    private TreeMap<Map<String, AttributeValue>, Map<String, AttributeValue>> before;

    InMemoryTable(CreateTableRequest request) {
        this.keys = names(request.keySchema());
        this.indexes =
                request.globalSecondaryIndexes().stream()
                        .collect(toMap(GlobalSecondaryIndex::indexName, index -> index));
        this.items = new TreeMap<>(by(keys));
        this.before = items;
    }

    /// One page of a query or a scan.
    ///
    /// @param looked how many items were examined
    /// @param last the key of the last examined item; null after the last page
    record Page(
            int looked,
            List<Map<String, AttributeValue>> items,
            @Nullable Map<String, AttributeValue> last) {}

    int size() {
        return items.size();
    }

    @Nullable Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return items.get(key);
    }

    /// @return true if no item had this key
    boolean put(Map<String, AttributeValue> item) {
        if (!item.keySet().containsAll(keys)) {
            throw new IllegalArgumentException("no key " + keys + " in " + item);
        }
        keepForIndexes();
        return items.put(only(keys, item), Map.copyOf(item)) == null;
    }

    void remove(Map<String, AttributeValue> key) {
        keepForIndexes();
        items.remove(key);
    }

    private void keepForIndexes() {
        if (indexes.isEmpty()) return;
        before = items;
        items = new TreeMap<>(items);
    }

    /// Examines items in the order of their keys.
    ///
    /// @param index the name of an index; null for the table itself
    /// @param lags whether the index does not show the last write to the table yet
    /// @param among selects the items to examine
    /// @param filter selects those of them that are returned
    Page page(
            @Nullable String index,
            boolean lags,
            boolean forward,
            Map<String, AttributeValue> after,
            @Nullable Integer limit,
            Predicate<Map<String, AttributeValue>> among,
            Predicate<Map<String, AttributeValue>> filter) {
        var order = new ArrayList<String>();
        if (index != null) order.addAll(names(index(index).keySchema()));
        var indexKeys = List.copyOf(order);
        order.addAll(keys);
        var comparator = forward ? by(order) : by(order).reversed();
        var looked = 0;
        var bytes = 0;
        var found = new ArrayList<Map<String, AttributeValue>>();
        var sorted =
                (lags ? before : items)
                        .values().stream()
                                .filter(item -> item.keySet().containsAll(indexKeys))
                                .filter(among)
                                .filter(item ->
                                        after.isEmpty() || comparator.compare(item, after) > 0)
                                .sorted(comparator)
                                .toList();
        for (var item : sorted) {
            looked++;
            bytes += bytes(item);
            if (filter.test(item)) found.add(index == null ? item : projected(index, item));
            var full = limit != null && looked == limit;
            if (full || bytes >= PAGE_BYTES) return new Page(looked, found, only(order, item));
        }
        return new Page(looked, found, null);
    }

    private GlobalSecondaryIndex index(String name) {
        var index = indexes.get(name);
        if (index == null) throw new IllegalArgumentException("no index " + name);
        return index;
    }

    private Map<String, AttributeValue> projected(String name, Map<String, AttributeValue> item) {
        var index = index(name);
        Projection projection = index.projection();
        if (projection.projectionType() == ProjectionType.ALL) return item;
        var attributes =
                Stream.of(keys, names(index.keySchema()), projection.nonKeyAttributes())
                        .flatMap(List::stream)
                        .toList();
        return only(attributes, item);
    }

    private static List<String> names(List<KeySchemaElement> schema) {
        return schema.stream().map(KeySchemaElement::attributeName).toList();
    }

    private static Comparator<Map<String, AttributeValue>> by(List<String> names) {
        return (one, other) -> {
            for (var name : names) {
                var order = Expressions.compare(value(one, name), value(other, name));
                if (order != 0) return order;
            }
            return 0;
        };
    }

    private static AttributeValue value(Map<String, AttributeValue> item, String name) {
        return requireNonNull(item.get(name), name);
    }

    static Map<String, AttributeValue> only(List<String> names, Map<String, AttributeValue> item) {
        var some = new HashMap<String, AttributeValue>();
        for (var name : names) if (item.containsKey(name)) some.put(name, item.get(name));
        return some;
    }

    private static int bytes(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(one -> one.getKey().length() + bytes(one.getValue()))
                .sum();
    }

    private static int bytes(AttributeValue value) {
        return value.s() == null
                ? InstanceItems.MOST_BYTES_OF_A_NUMBER
                : value.s().getBytes(StandardCharsets.UTF_8).length;
    }
}
