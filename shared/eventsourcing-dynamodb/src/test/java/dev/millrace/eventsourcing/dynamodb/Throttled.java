package dev.millrace.eventsourcing.dynamodb;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/// Fails every request to some tables, either as DynamoDB does if they are throttled, or with an
/// exception that is not an outage.
final class Throttled {
    private final Set<String> tables = ConcurrentHashMap.newKeySet();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    void throttle(String table, boolean on) {
        if (on) tables.add(table);
        else tables.remove(table);
    }

    void breakDown(String table, boolean on) {
        if (on) broken.add(table);
        else broken.remove(table);
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
        for (var table : tables(arguments)) {
            if (broken.contains(table)) throw new IllegalStateException(table + " is broken");
            if (tables.contains(table)) {
                throw ProvisionedThroughputExceededException.builder().message("throttled").build();
            }
        }
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }

    private static Set<String> tables(Object @Nullable [] arguments) {
        if (arguments == null || arguments.length != 1) return Set.of();
        return switch (arguments[0]) {
            case BatchGetItemRequest batch -> batch.requestItems().keySet();
            case DynamoDbRequest request ->
                    request.getValueForField("TableName", String.class)
                            .map(Set::of)
                            .orElse(Set.of());
            default -> Set.of();
        };
    }
}
