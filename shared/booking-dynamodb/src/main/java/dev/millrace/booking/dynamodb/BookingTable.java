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

/// Queries of the bookings view, which has one row per booking: by client, and by deadline while
/// the booking is confirmed and unpaid.
///
/// Index `by-client`: `clientId`, `placedAt`. Index `due`: `dueShard`, `dueAt`; it has only
/// confirmed bookings with a deadline to pay by. Times are text of fixed width, so that they sort
/// chronologically.
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

    /// A page of a client's bookings, newest first.
    ///
    /// @param next where the next page begins; null on the last page
    public record Page(List<Row<BookingRow>> bookings, @Nullable Cursor next) {}

    /// One page of a client's bookings, newest first, eventually consistent.
    ///
    /// @param after the previous page's `next`; null for the first page
    /// @param unreadable receives each row that cannot be read; the page has the others
    public Page byClient(
            String clientId, int limit, @Nullable Cursor after, Consumer<Unreadable> unreadable) {
        var page = query(clientId, limit, after);
        return new Page(
                Pages.read(page.items().stream().map(Item::new), rows::row, unreadable).toList(),
                next(page));
    }

    /// A page of the ids of a client's bookings.
    ///
    /// @param next where the next page begins; null on the last page
    public record Ids(List<String> bookingIds, @Nullable Cursor next) {}

    /// One page of the ids of a client's bookings, including rows that cannot be read.
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
