package dev.millrace.ticketing;

import static dev.millrace.ticketing.Keys.text;
import static software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure.ALL_OLD;

import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.dynamodb.Item;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// The reservations as they are written, together with the seats they hold or free.
///
/// The transactions carry no client token of ours. One derived from the booking would be refused
/// where the content changed (a price, the deadline), and within its ten minutes would report a
/// hold for a booking released since. A hold whose answer was lost meets its own reservation
/// instead.
record Reservations(DynamoDbClient dynamoDb, String table) {
    private static final String NONE_STANDS = "attribute_not_exists(pk)";

    Optional<Item> find(String bookingId) {
        var found =
                dynamoDb.getItem(get ->
                        get.tableName(table).key(Keys.reservation(bookingId)).consistentRead(true));
        return found.hasItem() ? Optional.of(new Item(found.item())) : Optional.empty();
    }

    /// Writes a reservation that holds no seat; where one stands already, returns that instead.
    Optional<Item> put(Map<String, AttributeValue> reservation) {
        try {
            dynamoDb.putItem(put ->
                    put.tableName(table)
                            .item(reservation)
                            .conditionExpression(NONE_STANDS)
                            .returnValuesOnConditionCheckFailure(ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException standing) {
            return Optional.of(new Item(standing.item()));
        }
    }

    /// Writes a reservation and its booking's name on each of the seats, which must be free and
    /// cost what they did when they were read; or nothing at all, and says why.
    Optional<Cancellation> hold(
            Map<String, AttributeValue> reservation,
            String bookingId,
            String concertId,
            List<SeatItem> seats) {
        var put =
                Put.builder()
                        .tableName(table)
                        .item(reservation)
                        .conditionExpression(NONE_STANDS)
                        .returnValuesOnConditionCheckFailure(ALL_OLD)
                        .build();
        return write(
                TransactWriteItem.builder().put(put).build(),
                seats.stream().map(seat -> hold(bookingId, concertId, seat)));
    }

    private Update hold(String bookingId, String concertId, SeatItem seat) {
        return Update.builder()
                .tableName(table)
                .key(Keys.seat(concertId, seat.seat()))
                .updateExpression("SET heldBy = :booking")
                .conditionExpression("attribute_not_exists(heldBy) AND price = :price")
                .expressionAttributeValues(
                        Map.of(":booking", text(bookingId), ":price", SeatItem.price(seat.price())))
                .build();
    }

    /// Turns a held reservation into a released one and takes its booking's name off the seats; or
    /// does nothing at all, and says why.
    Optional<Cancellation> free(String bookingId, String concertId, List<Seat> seats) {
        var release =
                Update.builder()
                        .tableName(table)
                        .key(Keys.reservation(bookingId))
                        .updateExpression("SET answer = :released")
                        .conditionExpression("answer = :held")
                        .expressionAttributeValues(
                                Map.of(
                                        ":released", text(ReservationItem.RELEASED),
                                        ":held", text(ReservationItem.HELD)))
                        .returnValuesOnConditionCheckFailure(ALL_OLD)
                        .build();
        return write(
                TransactWriteItem.builder().update(release).build(),
                seats.stream().map(seat -> free(bookingId, concertId, seat)));
    }

    private Update free(String bookingId, String concertId, Seat seat) {
        return Update.builder()
                .tableName(table)
                .key(Keys.seat(concertId, seat))
                .updateExpression("REMOVE heldBy")
                .conditionExpression("heldBy = :booking")
                .expressionAttributeValues(Map.of(":booking", text(bookingId)))
                .build();
    }

    private Optional<Cancellation> write(TransactWriteItem reservation, Stream<Update> seats) {
        var writes =
                Stream.concat(
                                Stream.of(reservation),
                                seats.map(seat -> TransactWriteItem.builder().update(seat).build()))
                        .toList();
        try {
            dynamoDb.transactWriteItems(transaction -> transaction.transactItems(writes));
            return Optional.empty();
        } catch (TransactionCanceledException cancelled) {
            return Optional.of(Cancellation.of(cancelled));
        }
    }
}
