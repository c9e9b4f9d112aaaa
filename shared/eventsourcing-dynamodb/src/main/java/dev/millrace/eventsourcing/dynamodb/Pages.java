package dev.millrace.eventsourcing.dynamodb;

import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.aws.AwsErrors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// Streams the items of a query or a scan, from its start key on. The first page is read at once,
/// and each further page when the stream reaches it.
public final class Pages {
    private Pages() {}

    /// @throws dev.millrace.eventsourcing.Outage if a page could not be read, also from the stream
    public static Stream<Item> of(DynamoDbClient client, QueryRequest query) {
        return items(
                "read from " + query.tableName(),
                query.exclusiveStartKey(),
                start -> {
                    var page = client.query(query.toBuilder().exclusiveStartKey(start).build());
                    return new Page(page.items(), page.lastEvaluatedKey());
                });
    }

    /// @throws dev.millrace.eventsourcing.Outage if a page could not be read, also from the stream
    public static Stream<Item> of(DynamoDbClient client, ScanRequest scan) {
        return items(
                "scan of " + scan.tableName(),
                scan.exclusiveStartKey(),
                start -> {
                    var page = client.scan(scan.toBuilder().exclusiveStartKey(start).build());
                    return new Page(page.items(), page.lastEvaluatedKey());
                });
    }

    /// @param last the start key of the next page; empty after the last page
    private record Page(
            List<Map<String, AttributeValue>> items, Map<String, AttributeValue> last) {}

    private static Stream<Item> items(
            String what,
            Map<String, AttributeValue> first,
            Function<Map<String, AttributeValue>, Page> call) {
        return Stream.iterate(
                        AwsErrors.translate(what, () -> call.apply(first)),
                        Objects::nonNull,
                        page ->
                                page.last().isEmpty()
                                        ? null
                                        : AwsErrors.translate(what, () -> call.apply(page.last())))
                .flatMap(page -> page.items().stream())
                .map(Item::new);
    }

    /// Reads items, and steps over those that cannot be read.
    ///
    /// @param unreadable receives the items that cannot be read
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
}
