package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure.ALL_OLD;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// The conditional writes of [InMemoryDynamoDb], alone or in a transaction.
///
/// @param tables finds a table by its name
/// @param inserted receives each new item and its table
record InMemoryWrites(
        Function<String, InMemoryTable> tables,
        BiConsumer<String, Map<String, AttributeValue>> inserted) {

    /// A conditional write that is not made yet.
    ///
    /// @param holds whether its condition is true
    /// @param told the stored item, if the request asks for it
    record Write(boolean holds, @Nullable Map<String, AttributeValue> told, Runnable toMake) {
        void make() {
            toMake.run();
        }

        CancellationReason reason() {
            return CancellationReason.builder()
                    .code(holds ? "None" : "ConditionalCheckFailed")
                    .item(holds ? null : told)
                    .build();
        }
    }

    Write of(TransactWriteItem item) {
        if (item.put() != null) return of(item.put());
        if (item.update() != null) return of(item.update());
        throw new IllegalArgumentException("neither put nor update: " + item);
    }

    Write of(Put put) {
        var standing = tables.apply(put.tableName()).get(put.item());
        return new Write(
                Expressions.holds(
                        put.conditionExpression(),
                        standing == null ? Map.of() : standing,
                        put.expressionAttributeNames(),
                        put.expressionAttributeValues()),
                put.returnValuesOnConditionCheckFailure() == ALL_OLD ? standing : null,
                () -> put(put.tableName(), put.item()));
    }

    private Write of(Update update) {
        var standing = tables.apply(update.tableName()).get(update.key());
        var item = standing == null ? update.key() : standing;
        return new Write(
                Expressions.holds(
                        update.conditionExpression(),
                        standing == null ? Map.of() : standing,
                        update.expressionAttributeNames(),
                        update.expressionAttributeValues()),
                update.returnValuesOnConditionCheckFailure() == ALL_OLD ? standing : null,
                () ->
                        put(
                                update.tableName(),
                                Expressions.update(
                                                update.updateExpression(),
                                                update.expressionAttributeValues())
                                        .apply(item)));
    }

    private void put(String table, Map<String, AttributeValue> item) {
        if (tables.apply(table).put(item)) inserted.accept(table, item);
    }
}
