package dev.millrace.eventsourcing.dynamodb;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Counts the calls a client makes and the units that AWS bills for them.
public final class Meter {
    private final List<String> calls = new ArrayList<>();
    private final DoubleAdder writes = new DoubleAdder();
    private final DoubleAdder reads = new DoubleAdder();

    /// The calls since the last reset, by name, in order: `putItem`, `query`.
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /// The units of reads and writes together.
    public double units() {
        return writes() + reads();
    }

    public double writes() {
        return writes.sum();
    }

    public double reads() {
        return reads.sum();
    }

    public synchronized void reset() {
        calls.clear();
        writes.reset();
        reads.reset();
    }

    /// The same client, whose calls are counted.
    public DynamoDbClient on(DynamoDbClient client) {
        var type = DynamoDbClient.class;
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> call(client, method, arguments)));
    }

    private @Nullable Object call(
            DynamoDbClient client, Method method, Object @Nullable [] arguments) throws Throwable {
        if (arguments != null && arguments.length == 1) count(method.getName());
        if (arguments == null || !(arguments[0] instanceof SdkRequest request)) {
            return invoke(client, method, arguments);
        }
        try {
            var response = invoke(client, method, BilledUnits.metered(request));
            if (response instanceof SdkResponse answer) add(BilledUnits.of(request, answer));
            return response;
        } catch (SdkException failure) {
            add(BilledUnits.ofFailed(request, failure));
            throw failure;
        }
    }

    private static @Nullable Object invoke(
            DynamoDbClient client, Method method, @Nullable Object @Nullable ... arguments)
            throws Throwable {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }

    private void add(BilledUnits billed) {
        writes.add(billed.writes());
        reads.add(billed.reads());
    }

    private synchronized void count(String name) {
        calls.add(name);
    }
}
