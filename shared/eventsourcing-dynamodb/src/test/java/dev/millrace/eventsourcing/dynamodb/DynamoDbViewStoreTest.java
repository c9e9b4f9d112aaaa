package dev.millrace.eventsourcing.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.ViewStore;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.testkit.ViewStoreContract;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoDbViewStoreTest extends ViewStoreContract<DynamoDbViewStoreTest.Balance> {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    record Balance(String owner, BigDecimal balance, @Nullable Instant closedAt) {}

    @BeforeEach
    void table() {
        dynamoDb.client()
                .createTable(table ->
                        table.tableName("Balances")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(
                                        EmbeddedDynamoDb.attribute("pk", ScalarAttributeType.S))
                                .keySchema(EmbeddedDynamoDb.key("pk", KeyType.HASH)));
    }

    @Override
    protected ViewStore<Balance> store() {
        return new DynamoDbViewStore<>(
                dynamoDb.client(),
                "Balances",
                Balance.class,
                row -> row.closedAt() == null ? Map.of("openOwner", row.owner()) : Map.of());
    }

    @Override
    protected Balance value(String entityId, long version) {
        var closed = version % 2 == 0 ? Instant.parse("2026-03-01T12:00:00.123456789Z") : null;
        return new Balance(entityId, new BigDecimal(version + ".50"), closed);
    }

    @Test
    void an_index_attribute_that_is_left_out_takes_the_row_out_of_its_index() {
        store().save("a", new Row<>(value("a", 1), 1), 0);
        assertThat(item().get("openOwner")).isEqualTo(AttributeValue.fromS("a"));

        store().save("a", new Row<>(value("a", 2), 2), 1);
        assertThat(item()).doesNotContainKey("openOwner");
    }

    private Map<String, AttributeValue> item() {
        return dynamoDb.client()
                .getItem(get ->
                        get.tableName("Balances").key(Map.of("pk", AttributeValue.fromS("a"))))
                .item();
    }
}
