package dev.millrace.eventsourcing.dynamodb;

import static dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb.attribute;
import static dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.EntityRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// The list of erased entities, on DynamoDB.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ErasedEntitiesTableTest {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    @BeforeEach
    void table() {
        dynamoDb.client()
                .createTable(table ->
                        table.tableName("Erased")
                                .billingMode(BillingMode.PAY_PER_REQUEST)
                                .attributeDefinitions(attribute("pk", ScalarAttributeType.S))
                                .keySchema(key("pk", KeyType.HASH)));
    }

    @Test
    void every_entity_is_listed_once_page_by_page() {
        var entities =
                IntStream.range(0, 25).mapToObj(n -> new EntityRef("Account", "a#" + n)).toList();
        var list = new ErasedEntitiesTable(dynamoDb.client(), "Erased");
        for (var entity : entities) {
            list.add(entity, Instant.EPOCH);
            list.add(entity, Instant.EPOCH);
        }

        var found = new ArrayList<EntityRef>();
        @Nullable EntityRef after = null;
        do {
            var page = list.page(10, after);
            assertThat(page.entities()).hasSizeLessThanOrEqualTo(10);
            found.addAll(page.entities());
            after = page.next();
        } while (after != null);

        assertThat(found).containsExactlyInAnyOrderElementsOf(entities);
        assertThat(list.contains(entities.getFirst())).isTrue();
        assertThat(list.contains(new EntityRef("Account", "other"))).isFalse();
    }
}
