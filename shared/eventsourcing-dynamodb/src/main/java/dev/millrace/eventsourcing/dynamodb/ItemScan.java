package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.aws.AwsErrors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// Scans a table with the key `pk` page by page, for a few attributes of each item. A scan reads
/// the whole table, and AWS bills for all of it.
///
/// @param names the attributes, by their placeholder: `#key` is `key`
public record ItemScan(DynamoDbClient client, String table, Map<String, String> names, int limit) {
    /// The rows of a view.
    public static ItemScan ofRows(DynamoDbClient client, String table, int limit) {
        return new ItemScan(client, table, Map.of("#pk", "pk"), limit);
    }

    /// The instances of all processes, and the other items of their table.
    public static ItemScan ofInstances(DynamoDbClient client, String table, int limit) {
        return new ItemScan(
                client, table, Map.of("#pk", "pk", "#process", "process", "#key", "key"), limit);
    }

    /// One page of items.
    ///
    /// @param next the key after which the next page begins; null after the last page
    public record Page(List<Item> items, @Nullable String next) {}

    /// One page, strongly consistent.
    ///
    /// @param after the `next` of the previous page; null for the first page
    /// @throws dev.millrace.eventsourcing.Outage if the page could not be read
    public Page page(@Nullable String after) {
        var scan =
                ScanRequest.builder()
                        .tableName(table)
                        .consistentRead(true)
                        .limit(limit)
                        .projectionExpression(String.join(", ", names.keySet()))
                        .expressionAttributeNames(names)
                        .exclusiveStartKey(after == null ? null : Map.of("pk", fromS(after)))
                        .build();
        var page = AwsErrors.translate("scan of " + table, () -> client.scan(scan));
        return new Page(
                page.items().stream().map(Item::new).toList(),
                page.hasLastEvaluatedKey() ? new Item(page.lastEvaluatedKey()).text("pk") : null);
    }
}
