package dev.millrace.eventsourcing.dynamodb;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Every adapter behaves on the in-memory DynamoDB as it does on the embedded one.
@DisplayNameGeneration(ReplaceUnderscores.class)
class InMemoryDynamoDbTest {

    @Nested
    class A_journal extends DynamoDbJournalTest {
        @Override
        EmbeddedDynamoDb dynamoDb() {
            return EmbeddedDynamoDb.inMemory();
        }
    }

    @Nested
    class A_scan_of_a_journal extends JournalScanTest {
        @Override
        EmbeddedDynamoDb dynamoDb() {
            return EmbeddedDynamoDb.inMemory();
        }
    }

    @Nested
    class Pages_of_items extends PagesTest {
        @Override
        EmbeddedDynamoDb dynamoDb() {
            return EmbeddedDynamoDb.inMemory();
        }
    }

    @Nested
    class A_view extends DynamoDbViewStoreTest {
        @Override
        EmbeddedDynamoDb dynamoDb() {
            return EmbeddedDynamoDb.inMemory();
        }
    }

    @Nested
    class A_rebuild extends ViewRebuildTest {
        @Override
        EmbeddedDynamoDb dynamoDb() {
            return EmbeddedDynamoDb.inMemory();
        }
    }

    @Nested
    class Processes extends DynamoDbProcessStoreTest {
        @Override
        EmbeddedDynamoDb dynamoDb() {
            return EmbeddedDynamoDb.inMemory();
        }
    }

    @Nested
    class Indexes_of_processes extends ProcessIndexesTest {
        @Override
        EmbeddedDynamoDb dynamoDb() {
            return EmbeddedDynamoDb.inMemory();
        }
    }

    @Test
    void an_unknown_expression_is_named() {
        var dynamoDb = EmbeddedDynamoDb.inMemory();
        var table = dynamoDb.viewTable();

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        dynamoDb.client()
                                .putItem(put ->
                                        put.tableName(table)
                                                .item(Map.of("pk", fromS("a")))
                                                .conditionExpression("size(pk) = :one")))
                .withMessageContaining("size(pk) = :one");
    }
}
