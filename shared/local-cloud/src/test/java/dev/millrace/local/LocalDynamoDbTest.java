package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class LocalDynamoDbTest {
    private static final String TEMPLATE =
            """
            Parameters:
              Name: {Type: String, Default: orders}
            Resources:
              Orders:
                Type: AWS::DynamoDB::Table
                Properties:
                  TableName: !Ref Name
                  AttributeDefinitions:
                    - {AttributeName: id, AttributeType: S}
                    - {AttributeName: customer, AttributeType: S}
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  GlobalSecondaryIndexes:
                    - IndexName: by-customer
                      KeySchema: [{AttributeName: customer, KeyType: HASH}]
                      Projection: {ProjectionType: ALL}
              Count:
                Type: AWS::Serverless::Function
                Properties: {Handler: not.There, CodeUri: not/there.zip}
            """;

    @TempDir private Path folder;

    @Test
    void it_creates_the_tables_with_their_indexes_and_runs_no_function() {
        try (var dynamoDb = LocalDynamoDb.start(Sandbox.template(folder, TEMPLATE))) {
            assertThat(dynamoDb.table("Orders")).isEqualTo("orders");
            put(dynamoDb, "1", "ada");
            put(dynamoDb, "2", "ben");

            var found =
                    dynamoDb.client()
                            .query(query ->
                                    query.tableName(dynamoDb.table("Orders"))
                                            .indexName("by-customer")
                                            .keyConditionExpression("customer = :customer")
                                            .expressionAttributeValues(
                                                    Map.of(":customer", fromS("ben"))));

            assertThat(found.items())
                    .extracting(item -> item.get("id"))
                    .containsExactly(fromS("2"));
        }
    }

    @Test
    void its_client_throws_what_the_sdk_throws() {
        try (var dynamoDb = LocalDynamoDb.start(Sandbox.template(folder, TEMPLATE))) {
            put(dynamoDb, "1", "ada");

            assertThatThrownBy(() -> put(dynamoDb, "1", "ben"))
                    .isInstanceOf(ConditionalCheckFailedException.class);
        }
    }

    @Test
    void each_start_has_its_own_tables() {
        var template = Sandbox.template(folder, TEMPLATE);
        try (var first = LocalDynamoDb.start(template);
                var second = LocalDynamoDb.start(template)) {
            put(first, "1", "ada");

            var items = second.client().scan(scan -> scan.tableName("orders")).items();

            assertThat(items).isEmpty();
        }
    }

    @Test
    void an_unknown_table_is_named_in_the_error() {
        try (var dynamoDb = LocalDynamoDb.start(Sandbox.template(folder, TEMPLATE))) {
            assertThatThrownBy(() -> dynamoDb.table("Count"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the template has no table Count");
        }
    }

    @Test
    void a_table_that_dynamodb_rejects_is_an_error_of_the_template() {
        var template =
                Sandbox.template(
                        folder,
                        TEMPLATE.replace(
                                "AttributeName: id, AttributeType",
                                "AttributeName: no, AttributeType"));

        assertThatThrownBy(() -> LocalDynamoDb.start(template))
                .isInstanceOf(LocalCloudException.class)
                .hasMessageContaining("table Orders");
    }

    private static void put(LocalDynamoDb dynamoDb, String id, String customer) {
        dynamoDb.client()
                .putItem(put ->
                        put.tableName(dynamoDb.table("Orders"))
                                .item(Map.of("id", fromS(id), "customer", fromS(customer)))
                                .conditionExpression("attribute_not_exists(id)"));
    }
}
