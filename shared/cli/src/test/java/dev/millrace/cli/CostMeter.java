package dev.millrace.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/// Counts what is asked of AWS, and what it consumes. Every SDK client that is built in these tests
/// carries one, as a file of the test resources says; it is silent unless somebody counts.
public final class CostMeter implements ExecutionInterceptor {
    private static final List<Call> CALLS = new ArrayList<>();
    private static volatile boolean counting;

    /// A call that was answered.
    ///
    /// @param name the operation, and the table it was about: `PutItem BookingEvents`
    /// @param writes in write request units, those of the indexes too
    /// @param reads in read request units
    record Call(String name, double writes, double reads) {}

    /// What something gave, and what was asked for it, in the order of the answers.
    record Counted<T>(T result, List<Call> calls) {}

    static <T> Counted<T> during(Supplier<T> work) {
        synchronized (CALLS) {
            CALLS.clear();
            counting = true;
        }
        var result = work.get();
        synchronized (CALLS) {
            counting = false;
            return new Counted<>(result, List.copyOf(CALLS));
        }
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        if (!counting) return context.request();
        var indexes = ReturnConsumedCapacity.INDEXES;
        return switch (context.request()) {
            case PutItemRequest put -> put.toBuilder().returnConsumedCapacity(indexes).build();
            case GetItemRequest get -> get.toBuilder().returnConsumedCapacity(indexes).build();
            case QueryRequest query -> query.toBuilder().returnConsumedCapacity(indexes).build();
            case BatchGetItemRequest get -> get.toBuilder().returnConsumedCapacity(indexes).build();
            case TransactWriteItemsRequest write ->
                    write.toBuilder().returnConsumedCapacity(indexes).build();
            default -> context.request();
        };
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (!counting) return;
        count(
                switch (context.response()) {
                    case PutItemResponse put -> written("PutItem", List.of(put.consumedCapacity()));
                    case TransactWriteItemsResponse write ->
                            written("TransactWriteItems", write.consumedCapacity());
                    case GetItemResponse get -> read("GetItem", List.of(get.consumedCapacity()));
                    case QueryResponse query -> read("Query", List.of(query.consumedCapacity()));
                    case BatchGetItemResponse get -> read("BatchGetItem", get.consumedCapacity());
                    default -> new Call(name(context.request()), 0, 0);
                });
    }

    /// What failed is not in the figures, and must not be.
    @Override
    public void onExecutionFailure(
            Context.FailedExecution context, ExecutionAttributes attributes) {
        count(new Call(name(context.request()) + " failed", 0, 0));
    }

    private static void count(Call call) {
        synchronized (CALLS) {
            if (counting) CALLS.add(call);
        }
    }

    private static Call written(String operation, Collection<ConsumedCapacity> consumed) {
        return new Call(operation + " " + table(consumed), units(consumed), 0);
    }

    /// A query that finds nothing takes half a unit on AWS, and none on DynamoDB Local.
    private static Call read(String operation, Collection<ConsumedCapacity> consumed) {
        return new Call(operation + " " + table(consumed), 0, Math.max(0.5, units(consumed)));
    }

    private static double units(Collection<ConsumedCapacity> consumed) {
        return consumed.stream().mapToDouble(ConsumedCapacity::capacityUnits).sum();
    }

    private static String table(Collection<ConsumedCapacity> consumed) {
        var one = consumed.iterator().next();
        return one.tableName().replaceAll(".*-|Table$", "");
    }

    private static String name(SdkRequest request) {
        return request.getClass().getSimpleName().replaceAll("Request$", "");
    }
}
