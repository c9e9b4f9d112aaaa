package dev.millrace.ticketing;

import dev.millrace.booking.Seat;
import dev.millrace.booking.Ticket;
import dev.millrace.eventsourcing.Threads;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;

/// A new table with a box office and a concert catalog, and access to the stored items.
final class Hall {
    static final Duration HOLD = Duration.ofHours(6);
    static final String CONCERT = "spring gala";

    private static final DynamoDbClient DYNAMO_DB = DynamoDBEmbedded.create(true).dynamoDbClient();

    final String table = "tickets-" + UUID.randomUUID();
    final WatchedDynamoDb dynamoDb = new WatchedDynamoDb(DYNAMO_DB);
    final List<Integer> pauses = Collections.synchronizedList(new ArrayList<>());
    final VirtualClock clock = new VirtualClock(Instant.parse("2026-03-01T12:00:00.123456789Z"));
    final BoxOffice boxOffice = new BoxOffice(dynamoDb, table, clock, HOLD, pauses::add);
    final ConcertCatalog concerts =
            new ConcertCatalog(dynamoDb, table, pauses::add, Threads.virtual());

    Hall() {
        DYNAMO_DB.createTable(create ->
                create.tableName(table)
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(List.of(text("pk"), text("sk")))
                        .keySchema(List.of(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))));
    }

    /// A hall with row 1, seats 1 to n, at 49.90 EUR each.
    static Hall withSeats(int seats) {
        var hall = new Hall();
        hall.concerts.put(CONCERT, "EUR", row(1, seats, "49.90"));
        hall.dynamoDb.bill();
        return hall;
    }

    static List<PricedSeat> row(int row, int seats, String price) {
        return IntStream.rangeClosed(1, seats)
                .mapToObj(number -> priced(row, number, price))
                .toList();
    }

    static PricedSeat priced(int row, int number, String price) {
        return new PricedSeat(new Seat(row, number), new BigDecimal(price));
    }

    /// Seats of row 1.
    static List<Seat> seats(int... numbers) {
        return Arrays.stream(numbers).mapToObj(number -> new Seat(1, number)).toList();
    }

    static Ticket ticket(int number, String price) {
        return new Ticket(new Seat(1, number), new BigDecimal(price));
    }

    /// The bookings that hold seats, by the seat's sort key.
    Map<String, String> holders() {
        var holders = new TreeMap<String, String>();
        for (var seat : items("Concert#" + CONCERT)) {
            var holder = seat.textOrNull("heldBy");
            if (holder != null) {
                holders.put(seat.text("sk"), holder);
            }
        }
        return holders;
    }

    String answerKept(String booking) {
        return items("Booking#" + booking).getFirst().text("answer");
    }

    /// Writes a holder on a seat of row 1, past the box office.
    void tamper(int number, String holder) {
        DYNAMO_DB.updateItem(update ->
                update.tableName(table)
                        .key(Keys.seat(CONCERT, new Seat(1, number)))
                        .updateExpression("SET heldBy = :holder")
                        .expressionAttributeValues(
                                Map.of(":holder", AttributeValue.fromS(holder))));
    }

    List<Item> items(String partition) {
        return DYNAMO_DB
                .query(query ->
                        query.tableName(table)
                                .keyConditionExpression("pk = :pk")
                                .expressionAttributeValues(
                                        Map.of(":pk", AttributeValue.fromS(partition)))
                                .consistentRead(true))
                .items()
                .stream()
                .map(Item::new)
                .toList();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
