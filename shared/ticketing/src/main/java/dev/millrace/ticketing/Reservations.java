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

/// The transactions of a reservation and the seats that it holds or frees. Each is written as a
/// whole or not at all.
///
/// They carry no client token of ours. One derived from the booking would be rejected where the
/// content changed (a price, the deadline), and within its ten minutes would report a hold for a
/// booking released since. A hold whose answer was lost meets its own reservation instead.
record Reservations(Table table) {
    private static final String FAILED_CONDITION = "ConditionalCheckFailed";

    /// Writes a reservation and its booking's name on each of the seats, which must be free and
    /// cost what they did when they were read.
    ///
    /// @return the reservation that the booking has already; absent if this one was written
    /// @throws Busy if a seat has changed since, or other writes were in the way
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
        return write(first, holds, () -> new Busy("the seats changed after the look"));
    }

    /// Turns a held reservation into a released one and takes its booking's name off the seats.
    ///
    /// @return the reservation, if it is not held any more; absent if it was released by this
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

    /// @param seatsChanged what is thrown if the condition on a seat failed, and nothing else did
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

    /// Any code but that of a failed condition says nothing about booking or seats, even where the
    /// condition on a seat failed beside it: that seat may be half of our own hold.
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
