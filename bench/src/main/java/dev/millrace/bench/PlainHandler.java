package dev.millrace.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What the cold starts are compared with: a handler that does nothing but one put, by the SDK.
public final class PlainHandler implements RequestHandler<Map<String, Object>, String> {
    private final DynamoDbClient dynamoDb = DynamoDbClient.create();

    @Override
    public String handleRequest(Map<String, Object> event, Context context) {
        var item =
                Map.of(
                        "pk", AttributeValue.fromS("plain#" + System.nanoTime()),
                        "seq", AttributeValue.fromN("1"));
        dynamoDb.putItem(put -> put.tableName(System.getenv("BOOKING_EVENTS_TABLE")).item(item));
        return "put";
    }
}
