package dev.millrace.ticketing;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;
import static software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure.ALL_OLD;

import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.process.Restoration.Page;
import dev.millrace.ticketing.Attempts.Busy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// The one table of concerts, seats and reservations.
record Table(DynamoDbClient dynamoDb, String name) {
    static final String NONE_THERE = "attribute_not_exists(pk)";
    private static final int PAGE = 100;

    /// A consistent read of one item.
    @Nullable Item get(Map<String, AttributeValue> key) {
        var answer = dynamoDb.getItem(get -> get.tableName(name).key(key).consistentRead(true));
        return answer.hasItem() ? new Item(answer.item()) : null;
    }

    /// A consistent read of several items. It is not a snapshot of one moment: a write based on it
    /// needs a condition.
    Found getAll(List<Map<String, AttributeValue>> keys) {
        var read = KeysAndAttributes.builder().keys(keys).consistentRead(true).build();
        var answer = dynamoDb.batchGetItem(get -> get.requestItems(Map.of(name, read)));
        if (!answer.unprocessedKeys().isEmpty()) throw new Busy("only a part was read");
        return Found.of(answer.responses().getOrDefault(name, List.of()));
    }

    /// A concert and its seats, by row and number.
    Found concert(String concertId, boolean consistent) {
        var query =
                QueryRequest.builder()
                        .tableName(name)
                        .keyConditionExpression("pk = :concert")
                        .expressionAttributeValues(Map.of(":concert", Keys.partition(concertId)))
                        .consistentRead(consistent)
                        .build();
        return Found.of(dynamoDb.queryPaginator(query).items());
    }

    /// One page of the bookings that have a reservation.
    ///
    /// @param after the previous page's `next`; null for the first page
    Page bookings(@Nullable String after) {
        var scan =
                ScanRequest.builder()
                        .tableName(name)
                        .limit(PAGE)
                        .consistentRead(true)
                        .exclusiveStartKey(after == null ? null : Keys.parse(after))
                        .filterExpression("sk = :reservation")
                        .expressionAttributeValues(Map.of(":reservation", fromS(Keys.RESERVATION)))
                        .build();
        var page = dynamoDb.scan(scan);
        return new Page(
                page.items().stream().map(item -> Keys.booking(new Item(item))).toList(),
                page.hasLastEvaluatedKey() ? Keys.text(new Item(page.lastEvaluatedKey())) : null);
    }

    /// Writes an item if the condition holds.
    ///
    /// @return the existing item, if the condition failed; null if the new item was written
    @Nullable Item put(Map<String, AttributeValue> item, String condition) {
        try {
            dynamoDb.putItem(put ->
                    put.tableName(name)
                            .item(item)
                            .conditionExpression(condition)
                            .returnValuesOnConditionCheckFailure(ALL_OLD));
            return null;
        } catch (ConditionalCheckFailedException standing) {
            return new Item(standing.item());
        }
    }
}
