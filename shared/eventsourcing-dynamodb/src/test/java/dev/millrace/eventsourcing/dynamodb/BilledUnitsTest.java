package dev.millrace.eventsourcing.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// What the meter counts for items of known sizes, in bytes.
@DisplayNameGeneration(ReplaceUnderscores.class)
class BilledUnitsTest {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    private String events = "";

    @BeforeEach
    void table() {
        events = dynamoDb.journalTable();
    }

    @Nested
    class OfAWrite {
        @ParameterizedTest
        @CsvSource({"1024, 1", "1025, 2"})
        void a_put_costs_a_unit_for_each_kilobyte_begun(int bytes, double units) {
            put(1, bytes);

            assertCost(units);
        }

        @Test
        void a_put_costs_the_units_of_each_index_too() {
            var table = dynamoDb.processTable();
            var item =
                    Map.of(
                            "pk", text("transfer#a"),
                            "dueShard", text("transfer#1"),
                            "dueAt", text("2026-01-01T00:00:00Z"),
                            "process", text("transfer"),
                            "state", text("x".repeat(1024)));

            dynamoDb.client().putItem(PutItemRequest.builder().tableName(table).item(item).build());

            assertCost(2 + 1);
        }

        @Test
        void a_put_whose_condition_fails_costs_the_larger_item() {
            put(1, 1500);
            dynamoDb.meter().reset();
            var repeat =
                    PutItemRequest.builder()
                            .tableName(events)
                            .item(item(1, 100))
                            .conditionExpression("attribute_not_exists(pk)")
                            .build();

            assertFails(repeat);
            assertCost(1);

            dynamoDb.meter().reset();
            assertFails(
                    repeat.copy(put ->
                            put.returnValuesOnConditionCheckFailure(
                                    ReturnValuesOnConditionCheckFailure.ALL_OLD)));
            assertCost(2);
        }

        private void assertFails(PutItemRequest put) {
            assertThatThrownBy(() -> dynamoDb.client().putItem(put))
                    .isInstanceOf(ConditionalCheckFailedException.class);
        }
    }

    @Nested
    class OfATransaction {
        @Test
        void two_small_puts_cost_two_units_each() {
            transact(putting(1, 100), putting(2, 100));

            assertCost(2 + 2);
        }

        @Test
        void each_put_is_rounded_up_by_itself() {
            transact(putting(1, 1100), putting(2, 1100));

            assertCost(4 + 4);
        }

        @Test
        void an_update_a_delete_and_a_check_cost_two_units_each() {
            for (var seq = 1; seq <= 3; seq++) put(seq, 100);
            dynamoDb.meter().reset();

            transact(
                    TransactWriteItem.builder()
                            .update(update ->
                                    update.tableName(events)
                                            .key(key(1))
                                            .updateExpression("SET more = :more")
                                            .expressionAttributeValues(Map.of(":more", text("x"))))
                            .build(),
                    TransactWriteItem.builder()
                            .delete(delete -> delete.tableName(events).key(key(2)))
                            .build(),
                    TransactWriteItem.builder()
                            .conditionCheck(check ->
                                    check.tableName(events)
                                            .key(key(3))
                                            .conditionExpression("attribute_exists(pk)"))
                            .build());

            assertCost(2 + 2 + 2);
        }

        @Test
        void the_cost_of_an_index_write_is_not_guessed() {
            var table = dynamoDb.processTable();
            var item =
                    Map.of(
                            "pk", text("transfer#a"),
                            "process", text("transfer"),
                            "parkedSince", text("2026-01-01T00:00:00Z"));
            var put = TransactWriteItem.builder().put(p -> p.tableName(table).item(item)).build();

            assertThatThrownBy(() -> transact(put))
                    .isInstanceOf(UnsupportedOperationException.class);
        }

        private void transact(TransactWriteItem... items) {
            dynamoDb.client()
                    .transactWriteItems(
                            TransactWriteItemsRequest.builder().transactItems(items).build());
        }

        private TransactWriteItem putting(int seq, int bytes) {
            return TransactWriteItem.builder()
                    .put(put -> put.tableName(events).item(item(seq, bytes)))
                    .build();
        }
    }

    @Nested
    class OfARead {
        @ParameterizedTest
        @CsvSource({"true, 1", "false, 0.5"})
        void a_missing_item_costs_as_much_as_a_small_one(boolean consistent, double units) {
            dynamoDb.client()
                    .getItem(
                            GetItemRequest.builder()
                                    .tableName(events)
                                    .key(key(1))
                                    .consistentRead(consistent)
                                    .build());

            assertCost(units);
        }

        @ParameterizedTest
        @CsvSource({"true, 4", "false, 2"})
        void a_batch_costs_each_key_whether_its_item_is_there_or_not(
                boolean consistent, double units) {
            put(1, 100);
            put(2, 5000);
            dynamoDb.meter().reset();

            batch(consistent, 1, 2, 3);

            assertCost(units);
        }

        @ParameterizedTest
        @CsvSource({"true, 2", "false, 1"})
        void a_batch_that_finds_nothing_costs_each_key(boolean consistent, double units) {
            batch(consistent, 1, 2);

            assertCost(units);
        }

        @ParameterizedTest
        @CsvSource({"true, 1", "false, 0.5"})
        void an_empty_query_costs_as_much_as_a_small_one(boolean consistent, double units) {
            query(consistent);

            assertCost(units);
        }

        @Test
        void an_empty_query_of_an_index_costs_half_a_unit() {
            var query =
                    QueryRequest.builder()
                            .tableName(dynamoDb.processTable())
                            .indexName("due")
                            .keyConditionExpression("dueShard = :shard")
                            .expressionAttributeValues(Map.of(":shard", text("transfer#1")))
                            .build();

            dynamoDb.client().query(query);

            assertCost(0.5);
        }

        @ParameterizedTest
        @CsvSource({"true, 2", "false, 1"})
        void a_query_rounds_up_the_sum_of_its_items(boolean consistent, double units) {
            for (var seq = 1; seq <= 3; seq++) put(seq, 1500);
            dynamoDb.meter().reset();

            query(consistent);

            assertCost(units);
        }

        private void batch(boolean consistent, Integer... seqs) {
            var keys = Stream.of(seqs).map(seq -> key(seq)).toList();
            var wanted = KeysAndAttributes.builder().keys(keys).consistentRead(consistent).build();
            dynamoDb.client()
                    .batchGetItem(
                            BatchGetItemRequest.builder()
                                    .requestItems(Map.of(events, wanted))
                                    .build());
        }

        private void query(boolean consistent) {
            dynamoDb.client()
                    .query(
                            QueryRequest.builder()
                                    .tableName(events)
                                    .keyConditionExpression("pk = :pk")
                                    .expressionAttributeValues(Map.of(":pk", text("a")))
                                    .consistentRead(consistent)
                                    .build());
        }
    }

    private void put(int seq, int bytes) {
        dynamoDb.client()
                .putItem(PutItemRequest.builder().tableName(events).item(item(seq, bytes)).build());
    }

    /// `pk` takes 3 bytes, `seq` 5, and `x` 1 and its text.
    private static Map<String, AttributeValue> item(int seq, int bytes) {
        var item = new HashMap<>(key(seq));
        item.put("x", text("x".repeat(bytes - 3 - 5 - 1)));
        assertThat(ItemSize.bytes(item)).isEqualTo(bytes);
        return item;
    }

    private static Map<String, AttributeValue> key(int seq) {
        return Map.of("pk", text("a"), "seq", AttributeValue.fromN("" + seq));
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private void assertCost(double units) {
        assertThat(dynamoDb.meter().units()).isEqualTo(units);
    }
}
