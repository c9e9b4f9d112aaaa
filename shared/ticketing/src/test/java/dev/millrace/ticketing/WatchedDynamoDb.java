package dev.millrace.ticketing;

import dev.millrace.eventsourcing.dynamodb.BilledUnits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/// DynamoDB client that records calls and their capacity units, and lets a test intercept the next
/// call of a kind. The embedded client does not support SDK interceptors.
final class WatchedDynamoDb implements DynamoDbClient {
    private final DynamoDbClient embedded;
    private final List<String> calls = new ArrayList<>();
    private final ConcurrentHashMap<Class<?>, Around<DynamoDbResponse>> around =
            new ConcurrentHashMap<>();
    private double units;
    private volatile @Nullable Integer queryLimit;

    WatchedDynamoDb(DynamoDbClient embedded) {
        this.embedded = embedded;
    }

    /// Runs instead of a call, and may make that call.
    @FunctionalInterface
    interface Around<R> {
        R call(Supplier<R> real);
    }

    @SuppressWarnings("unchecked")
    <R extends DynamoDbResponse> void next(
            Class<? extends DynamoDbRequest> kind, Around<R> instead) {
        around.put(kind, (Around<DynamoDbResponse>) instead);
    }

    /// Runs something right before the next call of a kind.
    void before(Class<? extends DynamoDbRequest> kind, Runnable meanwhile) {
        next(
                kind,
                real -> {
                    meanwhile.run();
                    return real.get();
                });
    }

    /// Fails the next calls of a kind before they reach the table.
    void fail(Class<? extends DynamoDbRequest> kind, int times, RuntimeException failure) {
        next(
                kind,
                _ -> {
                    if (times > 1) {
                        fail(kind, times - 1, failure);
                    }
                    throw failure;
                });
    }

    /// Makes the next call of a kind, and fails as if its answer were lost.
    void loseAnswer(Class<? extends DynamoDbRequest> kind) {
        next(
                kind,
                real -> {
                    var lost = real.get();
                    throw SdkClientException.create(
                            "connection reset before " + lost, new java.io.IOException());
                });
    }

    /// Limits the pages of queries.
    void limitQueriesTo(int items) {
        queryLimit = items;
    }

    /// The calls since the last bill, and the units that AWS bills for the successful ones.
    synchronized Bill bill() {
        var bill = new Bill(List.copyOf(calls), units);
        calls.clear();
        units = 0;
        return bill;
    }

    record Bill(List<String> calls, double units) {}

    private <R extends DynamoDbResponse> R watch(DynamoDbRequest request, Supplier<R> real) {
        synchronized (this) {
            calls.add(name(request));
        }
        Supplier<R> metered =
                () -> {
                    var answer = real.get();
                    synchronized (this) {
                        var billed = BilledUnits.of(request, answer);
                        units += billed.writes() + billed.reads();
                    }
                    return answer;
                };
        @SuppressWarnings("unchecked")
        var instead = (Around<R>) around.remove(request.getClass());
        return instead == null ? metered.get() : instead.call(metered);
    }

    /// `BatchGetItem of 3` for a call with several items; otherwise the operation: `GetItem`.
    private static String name(DynamoDbRequest request) {
        return switch (request) {
            case BatchGetItemRequest batch ->
                    "BatchGetItem of "
                            + batch.requestItems().values().stream()
                                    .mapToInt(table -> table.keys().size())
                                    .sum();
            case TransactWriteItemsRequest transaction ->
                    "TransactWriteItems of " + transaction.transactItems().size();
            default -> request.getClass().getSimpleName().replace("Request", "");
        };
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return watch(request, () -> embedded.batchGetItem(BilledUnits.metered(request)));
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return watch(request, () -> embedded.getItem(BilledUnits.metered(request)));
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return watch(request, () -> embedded.putItem(BilledUnits.metered(request)));
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return watch(
                request,
                () -> embedded.query(BilledUnits.metered(request).copy(r -> r.limit(queryLimit))));
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        return watch(request, () -> embedded.transactWriteItems(BilledUnits.metered(request)));
    }

    @Override
    public String serviceName() {
        return embedded.serviceName();
    }

    @Override
    public void close() {}
}
