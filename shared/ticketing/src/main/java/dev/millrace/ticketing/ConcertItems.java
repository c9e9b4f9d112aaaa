package dev.millrace.ticketing;

import static dev.millrace.ticketing.Keys.text;
import static software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure.ALL_OLD;

import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The partition of a concert, as it is read and written.
record ConcertItems(DynamoDbClient dynamoDb, String table) {
    /// What is there: a currency where the concert is known, and its seats by row and number.
    record Stored(Optional<String> currency, Map<Seat, SeatItem> seats) {
        Concert concert(String concertId, String currency) {
            return new Concert(
                    concertId, currency, seats.values().stream().map(SeatItem::place).toList());
        }
    }

    Stored read(String concertId, boolean consistent) {
        var query =
                QueryRequest.builder()
                        .tableName(table)
                        .keyConditionExpression("pk = :concert")
                        .expressionAttributeValues(Map.of(":concert", Keys.partition(concertId)))
                        .consistentRead(consistent)
                        .build();
        var currency = Optional.<String>empty();
        var seats = new LinkedHashMap<Seat, SeatItem>();
        for (var attributes : dynamoDb.queryPaginator(query).items()) {
            var item = new Item(attributes);
            if (Keys.isSeat(item)) {
                seats.put(Keys.seat(item), SeatItem.of(item));
            } else {
                currency = Optional.of(item.text("currency"));
            }
        }
        return new Stored(currency, seats);
    }

    /// Fixes the currency of a concert; where somebody did before, returns that one instead.
    Optional<String> create(String concertId, String currency) {
        var item = new HashMap<>(Keys.concert(concertId));
        item.put("currency", text(currency));
        try {
            dynamoDb.putItem(put ->
                    put.tableName(table)
                            .item(item)
                            .conditionExpression("attribute_not_exists(pk)")
                            .returnValuesOnConditionCheckFailure(ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException standing) {
            return Optional.of(new Item(standing.item()).text("currency"));
        }
    }

    /// Writes a seat that nobody holds; where somebody does, returns it as it stands instead.
    Optional<SeatItem> offer(String concertId, String currency, PricedSeat seat) {
        try {
            dynamoDb.putItem(put ->
                    put.tableName(table)
                            .item(SeatItem.free(concertId, currency, seat))
                            .conditionExpression("attribute_not_exists(heldBy)")
                            .returnValuesOnConditionCheckFailure(ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException held) {
            return Optional.of(SeatItem.of(new Item(held.item())));
        }
    }
}
