package dev.millrace.ticketing;

import static java.util.stream.Collectors.joining;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;
import static software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure.ALL_OLD;

import dev.millrace.booking.Seat;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.ticketing.Attempts.Busy;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// The transactions that hold or free the seats of a reservation. Each writes all of its items or
/// none.
///
/// The transactions have no client request token of ours. DynamoDB would reject a token derived
/// from the booking if the content changed (a price, the deadline). For ten minutes it would also
/// report a hold of a booking that was released since. Instead, a hold that is repeated after a
/// lost answer finds its own reservation.
record Reservations(Table table) {
    private static final String FAILED_CONDITION = "ConditionalCheckFailed";

    /// Writes a reservation, and its booking's id on each of the seats. The seats must be free and
    /// have the price that was read.
    ///
    /// @return the reservation that the booking already has; null if this one was written
    /// @throws Busy if a seat has changed since the read, or the transaction met a conflict
    @Nullable Item hold(
            Map<String, AttributeValue> reservation,
            String bookingId,
            String concertId,
            List<SeatItem> seats) {
        var first =
                TransactWriteItem.builder()
                        .put(put ->
                                put.tableName(table.name())
                                        .item(reservation)
                                        .conditionExpression(Table.NONE_THERE)
                                        .returnValuesOnConditionCheckFailure(ALL_OLD))
                        .build();
        var holds =
                seats.stream()
                        .map(seat ->
                                update(
                                        Keys.seat(concertId, seat.seat()),
                                        "SET heldBy = :booking",
                                        "attribute_not_exists(heldBy) AND price = :price",
                                        Map.of(
                                                ":booking", fromS(bookingId),
                                                ":price", SeatItem.price(seat.price()))));
        return write(first, holds, () -> new Busy("the seats changed after they were read"));
    }

    /// Changes a held reservation to a released one, and removes its booking's id from the seats.
    ///
    /// @return the reservation, if it was not held; null if this call released it
    /// @throws IllegalStateException if the booking does not hold all of the seats
    @Nullable Item free(String bookingId, String concertId, List<Seat> seats) {
        var release =
                update(
                        Keys.reservation(bookingId),
                        "SET answer = :released",
                        "answer = :held",
                        Map.of(
                                ":released", fromS(ReservationItem.RELEASED),
                                ":held", fromS(ReservationItem.HELD)));
        var frees =
                seats.stream()
                        .map(seat ->
                                update(
                                        Keys.seat(concertId, seat),
                                        "REMOVE heldBy",
                                        "heldBy = :booking",
                                        Map.of(":booking", fromS(bookingId))));
        var broken = "booking %s is HELD, but not on all of its %s".formatted(bookingId, seats);
        return write(release, frees, () -> new IllegalStateException(broken));
    }

    private TransactWriteItem update(
            Map<String, AttributeValue> key,
            String expression,
            String condition,
            Map<String, AttributeValue> values) {
        return TransactWriteItem.builder()
                .update(update ->
                        update.tableName(table.name())
                                .key(key)
                                .updateExpression(expression)
                                .conditionExpression(condition)
                                .expressionAttributeValues(values)
                                .returnValuesOnConditionCheckFailure(ALL_OLD))
                .build();
    }

    /// @param seatsChanged the exception if only the conditions on seats failed
    private @Nullable Item write(
            TransactWriteItem reservation,
            Stream<TransactWriteItem> seats,
            Supplier<RuntimeException> seatsChanged) {
        var writes = Stream.concat(Stream.of(reservation), seats).toList();
        try {
            table.dynamoDb().transactWriteItems(write -> write.transactItems(writes));
            return null;
        } catch (TransactionCanceledException cancelled) {
            var reasons = cancelled.cancellationReasons();
            if (!reasons.isEmpty() && FAILED_CONDITION.equals(reasons.getFirst().code()))
                return new Item(reasons.getFirst().item());
            throw failure(cancelled, seatsChanged);
        }
    }

    /// Any code but that of a failed condition decides nothing about the booking or its seats. This
    /// is so even if the condition on a seat failed, too: another hold of the same booking may have
    /// written that seat.
    private static RuntimeException failure(
            TransactionCanceledException cancelled, Supplier<RuntimeException> seatsChanged) {
        var failures =
                cancelled.cancellationReasons().stream()
                        .filter(reason -> reason.code() != null && !"None".equals(reason.code()))
                        .toList();
        var codes = failures.stream().map(CancellationReason::code).distinct().toList();
        if (codes.equals(List.of(FAILED_CONDITION))) return seatsChanged.get();
        if (!codes.contains("ValidationError")) return new Busy(String.join(", ", codes));
        var messages = failures.stream().map(reason -> reason.code() + " " + reason.message());
        return new IllegalArgumentException(
                "DynamoDB rejects an item of the transaction: "
                        + messages.distinct().collect(joining("; ")),
                cancelled);
    }
}
