package dev.millrace.eventsourcing.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.ViewStore.Deleted;
import dev.millrace.eventsourcing.ViewStore.Replaced;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.ViewStoreContract;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbViewStoreTest extends ViewStoreContract<DynamoDbViewStoreTest.Balance> {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = dynamoDb();

    EmbeddedDynamoDb dynamoDb() {
        return new EmbeddedDynamoDb();
    }

    record Balance(String owner, BigDecimal balance, @Nullable Instant closedAt) {}

    private static final ViewType<Balance, Account.Event> BALANCES =
            new ViewType<>(
                    "balances",
                    Account.TYPE,
                    Balance.class,
                    new Rows.OnePerEntity<>(
                            (_, commit) -> new Balance(commit.entityId(), BigDecimal.ZERO, null)),
                    row -> row.closedAt() == null ? Map.of("openOwner", row.owner()) : Map.of(),
                    null);

    @BeforeEach
    void table() {
        dynamoDb.viewTable();
    }

    @Override
    protected ViewStore<Balance> store() {
        return new DynamoDbViewStore<>(dynamoDb.client(), "View", BALANCES);
    }

    @Override
    protected Balance value(String entityId, long version) {
        var closed = version % 2 == 0 ? Instant.parse("2026-03-01T12:00:00.123456789Z") : null;
        return new Balance(entityId, new BigDecimal(version + ".50"), closed);
    }

    @Test
    void a_row_without_an_index_attribute_leaves_the_index() {
        store().save("a", new Row<>(value("a", 1), 1), null);
        assertThat(item().get("openOwner")).isEqualTo(fromS("a"));

        store().replace("a", new Row<>(value("a", 2), 2));
        assertThat(item()).doesNotContainKey("openOwner");
    }

    @Test
    void a_deleted_row_is_in_no_index() {
        store().save("a", new Row<>(value("a", 1), 1), null);
        store().save("a", new Deleted<>(2), new Row<>(value("a", 1), 1));

        assertThat(item())
                .containsOnly(
                        Map.entry("pk", fromS("a")),
                        Map.entry("version", fromN("2")),
                        Map.entry("deleted", fromBool(true)));
    }

    @Test
    void a_row_with_a_wrong_index_attribute_is_replaced() {
        var row = new Row<>(value("a", 1), 1);
        store().save("a", row, null);
        var right = item();
        change(item -> item.put("openOwner", fromS("somebody")));

        assertThat(store().replace("a", row)).isEqualTo(Replaced.WRITTEN);
        assertThat(item()).isEqualTo(right);
    }

    static Stream<Consumer<Map<String, AttributeValue>>> garbled() {
        return Stream.of(
                item -> item.put("row", fromS("garbled")),
                item -> item.put("row", fromS("[]")),
                item -> item.put("row", fromN("1")),
                item -> item.remove("row"),
                item -> item.put("version", fromS("two")),
                item -> item.put("version", fromN("1.5")),
                item -> item.remove("version"));
    }

    @ParameterizedTest
    @MethodSource("garbled")
    void an_unreadable_row_is_replaced(Consumer<Map<String, AttributeValue>> garble) {
        var row = new Row<>(value("a", 2), 2);
        store().save("a", row, null);
        var right = item();
        change(garble);
        assertThatIllegalArgumentException().isThrownBy(() -> store().load("a"));

        assertThat(store().replace("a", row)).isEqualTo(Replaced.WRITTEN);
        assertThat(item()).isEqualTo(right);
    }

    @Test
    void a_row_that_other_code_wrote_as_other_json_is_saved_onto_and_replaced() {
        var row = new Row<>(value("a", 2), 2);
        var words =
                """
                { "closedAt": "2026-03-01T12:00:00.123456789Z", "balance": "2.50", "owner": "a", "since": 1 }
                """;
        store().save("a", row, null);
        var right = item();
        change(item -> item.put("row", fromS(words)));
        assertThat(store().load("a")).isEqualTo(row);

        assertThat(store().replace("a", row)).isEqualTo(Replaced.WRITTEN);
        assertThat(item()).isEqualTo(right);

        change(item -> item.put("row", fromS(words)));
        assertThat(store().save("a", new Row<>(value("a", 3), 3), row)).isTrue();
        assertThat(store().load("a")).isEqualTo(new Row<>(value("a", 3), 3));
    }

    private void change(Consumer<Map<String, AttributeValue>> change) {
        var item = new HashMap<>(item());
        change.accept(item);
        dynamoDb.client().putItem(put -> put.tableName("View").item(item));
    }

    private Map<String, AttributeValue> item() {
        return dynamoDb.client()
                .getItem(get -> get.tableName("View").key(Map.of("pk", fromS("a"))))
                .item();
    }
}
