package dev.millrace.booking.dynamodb;

import static dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb.attribute;
import static dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb.key;
import static software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType.S;

import dev.millrace.booking.BookingRow;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.dynamodb.DynamoDbViewStore;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;

/// The tables of the service, as template.yaml describes them.
public final class BookingTables {
    private BookingTables() {}

    /// The view's table, with its two indexes.
    public static String view(EmbeddedDynamoDb dynamoDb) {
        dynamoDb.client()
                .createTable(table ->
                        table.tableName("BookingView")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(
                                        attribute("pk", S),
                                        attribute("clientId", S),
                                        attribute("placedAt", S),
                                        attribute("dueShard", S),
                                        attribute("dueAt", S))
                                .keySchema(key("pk", KeyType.HASH))
                                .globalSecondaryIndexes(
                                        index("by-client", "clientId", "placedAt", all()),
                                        index("due", "dueShard", "dueAt", correlationOnly())));
        return "BookingView";
    }

    /// The rows of the view.
    public static ViewStore<BookingRow> rows(EmbeddedDynamoDb dynamoDb, String table) {
        return new DynamoDbViewStore<>(dynamoDb.client(), table, BookingRow.VIEW);
    }

    /// The table of concerts, seats and reservations.
    public static String seats(EmbeddedDynamoDb dynamoDb) {
        dynamoDb.client()
                .createTable(table ->
                        table.tableName("Seats")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(attribute("pk", S), attribute("sk", S))
                                .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE)));
        return "Seats";
    }

    /// The table of the processes' instances.
    public static String processes(EmbeddedDynamoDb dynamoDb) {
        dynamoDb.client()
                .createTable(table ->
                        table.tableName("Processes")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(
                                        attribute("pk", S),
                                        attribute("dueShard", S),
                                        attribute("dueAt", S),
                                        attribute("process", S),
                                        attribute("parkedSince", S))
                                .keySchema(key("pk", KeyType.HASH))
                                .globalSecondaryIndexes(
                                        index("due", "dueShard", "dueAt", all()),
                                        index("parked", "process", "parkedSince", all())));
        return "Processes";
    }

    /// The table of the ids of erased bookings.
    public static String erased(EmbeddedDynamoDb dynamoDb) {
        dynamoDb.client()
                .createTable(table ->
                        table.tableName("Erased")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(attribute("pk", S))
                                .keySchema(key("pk", KeyType.HASH)));
        return "Erased";
    }

    /// Every item of a table, as stored.
    public static List<Map<String, AttributeValue>> items(EmbeddedDynamoDb dynamoDb, String table) {
        return List.copyOf(
                dynamoDb.client().scanPaginator(scan -> scan.tableName(table)).items().stream()
                        .toList());
    }

    private static GlobalSecondaryIndex index(
            String name, String partition, String sort, Projection projection) {
        return GlobalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(key(partition, KeyType.HASH), key(sort, KeyType.RANGE))
                .projection(projection)
                .build();
    }

    private static Projection all() {
        return Projection.builder().projectionType(ProjectionType.ALL).build();
    }

    private static Projection correlationOnly() {
        return Projection.builder()
                .projectionType(ProjectionType.INCLUDE)
                .nonKeyAttributes("correlationId")
                .build();
    }
}
