package dev.millrace.eventsourcing.dynamodb;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/// Counts the calls a client makes and the capacity units they consume.
public final class Meter {
    private final List<String> calls = new ArrayList<>();
    private final DoubleAdder units = new DoubleAdder();

    /// The calls since the last reset, by name, in order: `putItem`, `query`.
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    public double units() {
        return units.sum();
    }

    public synchronized void reset() {
        calls.clear();
        units.reset();
    }

    DynamoDbClient on(DynamoDbClient client) {
        var type = DynamoDbClient.class;
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> call(client, method, arguments)));
    }

    private @Nullable Object call(
            DynamoDbClient client, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && arguments.length == 1) {
            count(method.getName());
            arguments[0] = metered(arguments[0]);
        }
        try {
            var response = method.invoke(client, arguments);
            units.add(consumed(response));
            return response;
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }

    private synchronized void count(String name) {
        calls.add(name);
    }

    private static Object metered(Object request) {
        var total = ReturnConsumedCapacity.TOTAL;
        return switch (request) {
            case PutItemRequest put -> put.toBuilder().returnConsumedCapacity(total).build();
            case GetItemRequest get -> get.toBuilder().returnConsumedCapacity(total).build();
            case QueryRequest query -> query.toBuilder().returnConsumedCapacity(total).build();
            default -> request;
        };
    }

    private static double consumed(@Nullable Object response) {
        var capacity =
                switch (response) {
                    case PutItemResponse put -> put.consumedCapacity();
                    case GetItemResponse get -> get.consumedCapacity();
                    case QueryResponse query -> query.consumedCapacity();
                    case null, default -> null;
                };
        return capacity == null ? 0 : capacity.capacityUnits();
    }
}
