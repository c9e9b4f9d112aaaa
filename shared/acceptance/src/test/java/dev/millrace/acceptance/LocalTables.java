package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;

import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.local.LocalCloud;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// The service's tables, for tests to read and change.
final class LocalTables {
    /// The name of the table in which the stack of every local cloud looks for a restored journal.
    static final String RESTORED = "millrace-local-restored";

    private static final int MOST_IN_A_BATCH = 25;
    private static final List<String> TABLES =
            List.of("BookingEventsTable", "BookingViewTable", "SeatsTable");

    private final LocalCloud cloud;
    private final DynamoDbClient dynamoDb;

    LocalTables(LocalCloud cloud) {
        this.cloud = cloud;
        this.dynamoDb =
                new AwsClients(
                                new Environment(
                                        Map.of(
                                                "AWS_REGION",
                                                "eu-central-1",
                                                "AWS_ENDPOINT_URL_DYNAMODB",
                                                cloud.dynamoDb().toString())))
                        .dynamoDb();
    }

    /// All items of a table, by its logical id.
    List<Map<String, AttributeValue>> items(String table) {
        return dynamoDb
                .scanPaginator(scan -> scan.tableName(cloud.resource(table)).consistentRead(true))
                .items()
                .stream()
                .toList();
    }

    /// Puts an item without any condition.
    void put(String table, Map<String, AttributeValue> item) {
        dynamoDb.putItem(put -> put.tableName(cloud.resource(table)).item(item));
    }

    /// Puts many items at once.
    void putAll(String table, List<Map<String, AttributeValue>> items) {
        var requests = items.stream().map(LocalTables::put).toList();
        IntStream.iterate(0, from -> from < requests.size(), from -> from + MOST_IN_A_BATCH)
                .mapToObj(from ->
                        requests.subList(from, Math.min(from + MOST_IN_A_BATCH, requests.size())))
                .parallel()
                .forEach(batch ->
                        dynamoDb.batchWriteItem(
                                write -> write.requestItems(Map.of(cloud.resource(table), batch))));
    }

    private static WriteRequest put(Map<String, AttributeValue> item) {
        return WriteRequest.builder().putRequest(put -> put.item(item)).build();
    }

    /// Makes the table that DynamoDB would restore the journal into, with these commits.
    void putRestored(List<Map<String, AttributeValue>> commits) {
        var journal =
                dynamoDb.describeTable(of -> of.tableName(cloud.resource("BookingEventsTable")))
                        .table();
        dynamoDb.createTable(table ->
                table.tableName(RESTORED)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(journal.attributeDefinitions())
                        .keySchema(journal.keySchema()));
        for (var commit : commits) dynamoDb.putItem(put -> put.tableName(RESTORED).item(commit));
    }

    /// Removes every commit.
    void emptyJournal() {
        for (var item : items("BookingEventsTable")) remove(item);
    }

    /// Removes a commit.
    void remove(Map<String, AttributeValue> commit) {
        var key = new HashMap<>(commit);
        key.keySet().retainAll(Set.of("pk", "seq"));
        dynamoDb.deleteItem(
                delete -> delete.tableName(cloud.resource("BookingEventsTable")).key(key));
    }

    /// Removes a booking's commits, as only a change of the table by hand can.
    void forget(String booking) {
        for (var item : items("BookingEventsTable")) {
            if (!AttributeValue.fromS("Booking#" + booking).equals(item.get("pk"))) continue;
            remove(item);
        }
    }

    /// Sets the price of every seat of a concert. A price that is no number cannot be read.
    void price(String concert, String price) {
        for (var item : items("SeatsTable")) {
            if (!item.toString().contains(concert) || !item.containsKey("price")) continue;
            change("SeatsTable", item, Map.of("price", price));
        }
    }

    /// Puts an item with other texts in some attributes.
    void change(String table, Map<String, AttributeValue> item, Map<String, String> texts) {
        var changed = new HashMap<>(item);
        texts.forEach((name, text) -> changed.put(name, AttributeValue.fromS(text)));
        put(table, changed);
    }

    /// Removes an item, if it exists.
    void remove(String table, String pk) {
        dynamoDb.deleteItem(delete ->
                delete.tableName(cloud.resource(table))
                        .key(Map.of("pk", AttributeValue.fromS(pk))));
    }

    /// All items of the tables, once nothing has changed for a while.
    Map<String, Set<Map<String, AttributeValue>>> quiet() {
        var last = new AtomicReference<>(all());
        await().during(Duration.ofMillis(1_500))
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> last.getAndSet(all()).equals(last.get()));
        return last.get();
    }

    private Map<String, Set<Map<String, AttributeValue>>> all() {
        return TABLES.stream()
                .collect(Collectors.toMap(table -> table, table -> Set.copyOf(items(table))));
    }
}
