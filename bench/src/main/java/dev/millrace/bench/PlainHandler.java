package dev.millrace.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The baseline of the cold starts: a handler that only calls the SDK.
public final class PlainHandler implements RequestHandler<Map<String, List<String>>, String> {
    private final DynamoDbClient dynamoDb = DynamoDbClient.create();

    /// An event that asks for these operations.
    static String event(List<String> operations) {
        return "{\"calls\":[\"%s\"]}".formatted(String.join("\",\"", operations));
    }

    @Override
    public String handleRequest(Map<String, List<String>> event, Context context) {
        for (var operation : event.getOrDefault("calls", List.of())) call(operation);
        return "called";
    }

    private void call(String operation) {
        var table = System.getenv("BOOKING_EVENTS_TABLE");
        var pk = AttributeValue.fromS("plain#" + System.nanoTime());
        var key = Map.of("pk", pk, "seq", AttributeValue.fromN("1"));
        switch (operation) {
            case "PutItem" -> dynamoDb.putItem(put -> put.tableName(table).item(key));
            case "GetItem" -> dynamoDb.getItem(get -> get.tableName(table).key(key));
            case "BatchGetItem" -> {
                var keys = KeysAndAttributes.builder().keys(List.of(key)).build();
                dynamoDb.batchGetItem(get -> get.requestItems(Map.of(table, keys)));
            }
            case "Query" ->
                    dynamoDb.query(query ->
                            query.tableName(table)
                                    .keyConditionExpression("pk = :pk")
                                    .expressionAttributeValues(Map.of(":pk", pk)));
            case "TransactWriteItems" -> {
                var put = Put.builder().tableName(table).item(key).build();
                var write = TransactWriteItem.builder().put(put).build();
                dynamoDb.transactWriteItems(writes -> writes.transactItems(write));
            }
            case "Scan" -> dynamoDb.scan(scan -> scan.tableName(table).limit(1));
            case "DescribeTable" -> dynamoDb.describeTable(describe -> describe.tableName(table));
            case "PutEvents" -> Bus.CLIENT.putEvents(put -> put.entries(Bus.EVENT));
            case "ReceiveMessage" ->
                    Queue.CLIENT.receiveMessage(receive -> receive.queueUrl(Queue.URL));
            case "GetQueueAttributes" ->
                    Queue.CLIENT.getQueueAttributes(get ->
                            get.queueUrl(Queue.URL)
                                    .attributeNames(
                                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
            default -> throw new IllegalStateException("no plain call is known for " + operation);
        }
    }

    /// Created when it is first used.
    private static final class Bus {
        static final EventBridgeClient CLIENT = EventBridgeClient.create();
        static final PutEventsRequestEntry EVENT =
                PutEventsRequestEntry.builder()
                        .eventBusName(System.getenv("BUS"))
                        .source(System.getenv("BUS_SOURCE"))
                        .detailType("Plain")
                        .detail("{}")
                        .build();
    }

    /// Created when it is first used.
    private static final class Queue {
        static final SqsClient CLIENT = SqsClient.create();
        static final String URL = System.getenv("GIVEN_UP_PAYMENTS_QUEUE");
    }
}
