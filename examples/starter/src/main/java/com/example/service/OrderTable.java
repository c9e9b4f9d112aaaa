package com.example.service;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.aws.AwsErrors;
import dev.millrace.eventsourcing.dynamodb.DynamoDbViewStore;
import dev.millrace.eventsourcing.dynamodb.Item;
import dev.millrace.eventsourcing.lambda.Platform;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Queries the view by its index `by-customer`.
final class OrderTable {
    private final DynamoDbClient client;
    private final String table;
    private final DynamoDbViewStore<OrderRow> rows;

    OrderTable(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        this.rows = new DynamoDbViewStore<>(client, table, OrderRow.VIEW);
    }

    static OrderTable on(Platform platform) {
        return new OrderTable(platform.clients().dynamoDb(), platform.table(OrderRow.VIEW));
    }

    /// The newest orders of a customer, eventually consistent.
    ///
    /// @throws dev.millrace.eventsourcing.Outage if DynamoDB does not answer
    List<OrderRow> byCustomer(String customer, int limit) {
        var query =
                QueryRequest.builder()
                        .tableName(table)
                        .indexName("by-customer")
                        .keyConditionExpression("customer = :customer")
                        .expressionAttributeValues(Map.of(":customer", fromS(customer)))
                        .scanIndexForward(false)
                        .limit(limit)
                        .build();
        return AwsErrors.translate("read from " + table, () -> client.query(query)).items().stream()
                .map(Item::new)
                .map(rows::row)
                .map(Row::value)
                .toList();
    }
}
