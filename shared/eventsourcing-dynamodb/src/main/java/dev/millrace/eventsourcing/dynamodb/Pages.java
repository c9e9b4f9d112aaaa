package dev.millrace.eventsourcing.dynamodb;

import dev.millrace.eventsourcing.Unreadable;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/// What a query or a scan finds, page after page: the next one is asked for when it is reached.
public final class Pages {
    private Pages() {}

    /// @throws dev.millrace.eventsourcing.Outage where a page did not come, from the stream too
    public static Stream<Item> of(DynamoDbClient client, QueryRequest query) {
        return Stream.iterate(
                        page(client, query),
                        Objects::nonNull,
                        page ->
                                page.hasLastEvaluatedKey()
                                        ? page(client, after(query, page))
                                        : null)
                .flatMap(page -> page.items().stream())
                .map(Item::new);
    }

    /// @throws dev.millrace.eventsourcing.Outage where a page did not come, from the stream too
    public static Stream<Item> of(DynamoDbClient client, ScanRequest scan) {
        return Stream.iterate(
                        page(client, scan),
                        Objects::nonNull,
                        page -> page.hasLastEvaluatedKey() ? page(client, after(scan, page)) : null)
                .flatMap(page -> page.items().stream())
                .map(Item::new);
    }

    /// Reads items, and steps over those that cannot be read.
    ///
    /// @param unreadable receives those
    public static <T> Stream<T> read(
            Stream<Item> items, Function<Item, T> reader, Consumer<Unreadable> unreadable) {
        return items.mapMulti((item, next) -> {
            T value;
            try {
                value = reader.apply(item);
            } catch (RuntimeException broken) {
                unreadable.accept(new Unreadable(key(item), broken));
                return;
            }
            next.accept(value);
        });
    }

    private static String key(Item item) {
        var key = item.attributes().get("pk");
        return key == null ? item.attributes().keySet().toString() : String.valueOf(key.s());
    }

    private static QueryRequest after(QueryRequest query, QueryResponse page) {
        return query.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build();
    }

    private static ScanRequest after(ScanRequest scan, ScanResponse page) {
        return scan.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build();
    }

    private static QueryResponse page(DynamoDbClient client, QueryRequest query) {
        return Outages.translating("read from " + query.tableName(), () -> client.query(query));
    }

    private static ScanResponse page(DynamoDbClient client, ScanRequest scan) {
        return Outages.translating("scan of " + scan.tableName(), () -> client.scan(scan));
    }
}
