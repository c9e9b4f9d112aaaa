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

/// The instances that cannot go on, of every process in the table, for whoever operates them.
///
/// Index `parked`: `process`, `parkedSince`, with `key` and `parked`. Only parked instances are in
/// it, those that wait for `redrive` too, which no longer are due: reading all of it costs what is
/// parked, not what the table holds.
public final class ParkedInstances {
    private static final String INDEX = "parked";

    private final DynamoDbClient client;
    private final String table;

    public ParkedInstances(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /// One that is parked, and why.
    public record ParkedInstance(String process, String key, Parked parked) {}

    /// All of them, those of one process together and the longest parked of it first, eventually
    /// consistent.
    ///
    /// @param unreadable receives each row that cannot be read; the stream has the others
    public Stream<ParkedInstance> all(Consumer<Unreadable> unreadable) {
        var scan = ScanRequest.builder().tableName(table).indexName(INDEX).build();
        return Pages.read(Pages.of(client, scan), ParkedInstances::read, unreadable);
    }

    /// Those of one process, the longest parked first, eventually consistent.
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
