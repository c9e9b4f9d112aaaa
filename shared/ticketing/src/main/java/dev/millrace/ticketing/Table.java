package dev.millrace.ticketing;

import static software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure.ALL_OLD;

import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.ticketing.Attempts.Busy;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The one table of concerts, seats and reservations.
record Table(DynamoDbClient dynamoDb, String name) {
    static final String NONE_THERE = "attribute_not_exists(pk)";

    /// A consistent read of one item.
    @Nullable Item get(Map<String, AttributeValue> key) {
        var answer = dynamoDb.getItem(get -> get.tableName(name).key(key).consistentRead(true));
        return answer.hasItem() ? new Item(answer.item()) : null;
    }

    /// A consistent read of several items. They are read one by one, not as one moment: whoever
    /// writes on this ground makes it a condition.
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

    /// Writes an item if the condition holds.
    ///
    /// @return the item for which it does not hold, which stays; absent if the new one was written
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
