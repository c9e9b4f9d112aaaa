package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.process.Instance.Parked;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// Lists the parked instances of every process in the table, for an operator.
///
/// The index `parked` has the keys `process` and `parkedSince`, and includes `key` and `parked`. It
/// contains only parked instances, including those that wait for `redrive` and are no longer due.
/// So the cost of reading it depends on how many instances are parked, not on the size of the
/// table.
public final class ParkedInstances {
    private static final String INDEX = "parked";

    private final DynamoDbClient client;
    private final String table;

    public ParkedInstances(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /// A parked instance, and why it is parked.
    public record ParkedInstance(String process, String key, Parked parked) {}

    /// All parked instances, eventually consistent. Those of one process are together, the longest
    /// parked first.
    ///
    /// @param unreadable receives each row that cannot be read; the stream has the others
    public Stream<ParkedInstance> all(Consumer<Unreadable> unreadable) {
        var scan = ScanRequest.builder().tableName(table).indexName(INDEX).build();
        return Pages.read(Pages.of(client, scan), ParkedInstances::read, unreadable);
    }

    /// The parked instances of one process, the longest parked first, eventually consistent.
    public Stream<ParkedInstance> of(String process, Consumer<Unreadable> unreadable) {
        var query =
                QueryRequest.builder()
                        .tableName(table)
                        .indexName(INDEX)
                        .keyConditionExpression("process = :process")
                        .expressionAttributeValues(Map.of(":process", fromS(process)))
                        .build();
        return Pages.read(Pages.of(client, query), ParkedInstances::read, unreadable);
    }

    private static ParkedInstance read(Item item) {
        return new ParkedInstance(
                item.text("process"),
                item.text("key"),
                Json.read(item.text("parked"), Parked.class));
    }
}
