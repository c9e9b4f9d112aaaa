package dev.millrace.acceptance;

import dev.millrace.eventsourcing.dynamodb.BilledUnits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/// Counts the calls of AWS, and the units that AWS bills for them. A file of the test resources
/// adds one to every SDK client in these tests. It counts only during [#during].
public final class CostMeter implements ExecutionInterceptor {
    private static final List<Call> CALLS = new ArrayList<>();
    private static volatile boolean counting;

    /// A call after its answer or its failure.
    ///
    /// @param request the request
    /// @param name the operation and its table: `PutItem BookingEvents`
    /// @param writes in write request units, with those of the indexes
    /// @param reads in read request units
    record Call(SdkRequest request, String name, double writes, double reads) {}

    /// The result of some work, and its calls in the order of their answers.
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
        return counting ? BilledUnits.metered(context.request()) : context.request();
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (!counting) return;
        var request = context.request();
        count(
                request,
                name(request, context.response()),
                BilledUnits.of(request, context.response()));
    }

    @Override
    public void onExecutionFailure(
            Context.FailedExecution context, ExecutionAttributes attributes) {
        var request = context.request();
        count(
                request,
                name(request) + " failed",
                BilledUnits.ofFailed(request, context.exception()));
    }

    private static void count(SdkRequest request, String name, BilledUnits billed) {
        synchronized (CALLS) {
            if (counting) CALLS.add(new Call(request, name, billed.writes(), billed.reads()));
        }
    }

    private static String name(SdkRequest request, SdkResponse response) {
        return switch (response) {
            case PutItemResponse put -> name(request, put.consumedCapacity());
            case GetItemResponse get -> name(request, get.consumedCapacity());
            case QueryResponse query -> name(request, query.consumedCapacity());
            case BatchGetItemResponse get -> name(request, get.consumedCapacity().getFirst());
            case TransactWriteItemsResponse write ->
                    name(request, write.consumedCapacity().getFirst());
            default -> name(request);
        };
    }

    private static String name(SdkRequest request, ConsumedCapacity consumed) {
        return name(request) + " " + consumed.tableName().replaceAll(".*-|Table$", "");
    }

    private static String name(SdkRequest request) {
        return request.getClass().getSimpleName().replaceAll("Request$", "");
    }
}
