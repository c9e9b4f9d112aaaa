package dev.millrace.booking.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.booking.BookingRow;
import dev.millrace.booking.DueBookings;
import dev.millrace.eventsourcing.SortableTime;
import dev.millrace.eventsourcing.Unreadable;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.aws.AwsErrors;
import dev.millrace.eventsourcing.dynamodb.DynamoDbViewStore;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.dynamodb.Pages;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// The bookings view: a row a booking, found by its id, by its client, and, while it is confirmed
/// and unpaid, by its deadline.
///
/// Index `by-client`: `clientId`, `placedAt`. Index `due`: `dueShard`, `dueAt`; a row that is not
/// due is not in it. Times are text of one width, so that they sort as they follow each other.
public final class BookingTable implements DueBookings {
    private static final int MOST_IDS = 100;

    private final DynamoDbClient client;
    private final String table;
    private final DynamoDbViewStore<BookingRow> rows;

    public BookingTable(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.rows = new DynamoDbViewStore<>(client, table, BookingRow.VIEW);
    }

    /// A client's bookings, newest first.
    ///
    /// @param next where the next page begins; absent after the last
    public record Page(List<Row<BookingRow>> bookings, @Nullable Cursor next) {}

    /// One page of a client's bookings, newest first, eventually consistent.
    ///
    /// @param after where the page before ended; absent for the first
    /// @param unreadable receives each row that cannot be read; the page has the others
    public Page byClient(
            String clientId, int limit, @Nullable Cursor after, Consumer<Unreadable> unreadable) {
        var page = query(clientId, limit, after);
        return new Page(
                Pages.read(page.items().stream().map(Item::new), rows::row, unreadable).toList(),
                next(page));
    }

    /// The ids of some of a client's bookings.
    ///
    /// @param next where the next page begins; absent after the last
    public record Ids(List<String> bookingIds, @Nullable Cursor next) {}

    /// One page of the ids of a client's bookings, of rows that cannot be read, too.
    public Ids idsByClient(String clientId, @Nullable Cursor after) {
        var page = query(clientId, MOST_IDS, after);
        return new Ids(
                page.items().stream().map(item -> new Item(item).text("pk")).toList(), next(page));
    }

    private QueryResponse query(String clientId, int limit, @Nullable Cursor after) {
        var query =
                QueryRequest.builder()
                        .tableName(table)
                        .indexName("by-client")
                        .keyConditionExpression("clientId = :client")
                        .expressionAttributeValues(Map.of(":client", fromS(clientId)))
                        .exclusiveStartKey(after == null ? null : after.key(clientId))
                        .scanIndexForward(false)
                        .limit(limit)
                        .build();
        return AwsErrors.translate("read from " + table, () -> client.query(query));
    }

    private static @Nullable Cursor next(QueryResponse page) {
        return page.hasLastEvaluatedKey() ? Cursor.of(new Item(page.lastEvaluatedKey())) : null;
    }

    @Override
    public Stream<Due> due(int shard, Instant now, Consumer<Unreadable> unreadable) {
        var query =
                QueryRequest.builder()
                        .tableName(table)
                        .indexName("due")
                        .keyConditionExpression("dueShard = :shard AND dueAt < :now")
                        .expressionAttributeValues(
                                Map.of(
                                        ":shard", fromS(Integer.toString(shard)),
                                        ":now", fromS(SortableTime.of(now))))
                        .build();
        return Pages.read(Pages.of(client, query), BookingTable::due, unreadable);
    }

    private static Due due(Item item) {
        return new Due(
                item.text("pk"), Instant.parse(item.text("dueAt")), item.text("correlationId"));
    }
}
