package dev.millrace.eventsourcing.dynamodb;

import dev.millrace.eventsourcing.dynamodb.InMemoryWrites.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// An in-memory DynamoDB for one thread at a time. It handles thousands of calls in the time that
/// the embedded engine needs for one.
///
/// It knows only the requests and [Expressions] of this project. The tests of the adapters check
/// that it answers as the embedded engine does.
public final class InMemoryDynamoDb implements DynamoDbClient {
    private final Map<String, InMemoryTable> tables;
    private final BiConsumer<String, Map<String, AttributeValue>> inserted;
    private final Calls calls;
    private final BooleanSupplier lags;
    private final InMemoryWrites writes;

    public InMemoryDynamoDb() {
        this((_, _) -> {});
    }

    /// @param inserted receives the table and the item of every insert, as a stream does
    public InMemoryDynamoDb(BiConsumer<String, Map<String, AttributeValue>> inserted) {
        this(new HashMap<>(), inserted, InMemoryDynamoDb::make, () -> false);
    }

    private InMemoryDynamoDb(
            Map<String, InMemoryTable> tables,
            BiConsumer<String, Map<String, AttributeValue>> inserted,
            Calls calls,
            BooleanSupplier lags) {
        this.tables = tables;
        this.inserted = inserted;
        this.calls = calls;
        this.lags = lags;
        this.writes = new InMemoryWrites(this::table, inserted);
    }

    /// Another client of the same tables.
    ///
    /// @param around wraps every call
    /// @param lagging whether an index does not show the last write to its table yet
    public InMemoryDynamoDb client(Calls around, BooleanSupplier lagging) {
        return new InMemoryDynamoDb(tables, inserted, around, lagging);
    }

    /// Wraps the calls of a client.
    @FunctionalInterface
    public interface Calls {
        <T> T make(DynamoDbRequest request, Supplier<T> call);
    }

    /// Makes every call atomic, because each is on one item or in a transaction.
    private static synchronized <T> T make(DynamoDbRequest request, Supplier<T> call) {
        return call.get();
    }

    @Override
    public CreateTableResponse createTable(CreateTableRequest request) {
        tables.put(request.tableName(), new InMemoryTable(request));
        return CreateTableResponse.builder().build();
    }

    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
        return calls.make(
                request,
                () -> {
                    var items = (long) table(request.tableName()).size();
                    return DescribeTableResponse.builder()
                            .table(table -> table.itemCount(items))
                            .build();
                });
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return calls.make(
                request,
                () ->
                        GetItemResponse.builder()
                                .item(table(request.tableName()).get(request.key()))
                                .build());
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return calls.make(
                request,
                () -> {
                    var found = new HashMap<String, List<Map<String, AttributeValue>>>();
                    request.requestItems()
                            .forEach((table, wanted) -> {
                                var items = new ArrayList<Map<String, AttributeValue>>();
                                for (var key : wanted.keys()) {
                                    var item = table(table).get(key);
                                    if (item != null) items.add(item);
                                }
                                found.put(table, items);
                            });
                    return BatchGetItemResponse.builder().responses(found).build();
                });
    }

    @Override
    public PutItemResponse putItem(PutItemRequest request) {
        return calls.make(
                request,
                () -> {
                    var put =
                            Put.builder()
                                    .tableName(request.tableName())
                                    .item(request.item())
                                    .conditionExpression(request.conditionExpression())
                                    .expressionAttributeNames(request.expressionAttributeNames())
                                    .expressionAttributeValues(request.expressionAttributeValues())
                                    .returnValuesOnConditionCheckFailure(
                                            request.returnValuesOnConditionCheckFailure())
                                    .build();
                    var write = writes.of(put);
                    if (!write.holds()) {
                        throw ConditionalCheckFailedException.builder()
                                .message("The conditional request failed")
                                .item(write.told())
                                .build();
                    }
                    write.make();
                    return PutItemResponse.builder().build();
                });
    }

    @Override
    public DeleteItemResponse deleteItem(DeleteItemRequest request) {
        return calls.make(
                request,
                () -> {
                    if (request.conditionExpression() != null) {
                        throw new IllegalArgumentException(request.conditionExpression());
                    }
                    table(request.tableName()).remove(request.key());
                    return DeleteItemResponse.builder().build();
                });
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        return calls.make(
                request,
                () -> {
                    var all = request.transactItems().stream().map(writes::of).toList();
                    if (!all.stream().allMatch(Write::holds)) {
                        throw TransactionCanceledException.builder()
                                .message("Transaction cancelled")
                                .cancellationReasons(all.stream().map(Write::reason).toList())
                                .build();
                    }
                    all.forEach(Write::make);
                    return TransactWriteItemsResponse.builder().build();
                });
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return calls.make(
                request,
                () -> {
                    var index = request.indexName();
                    var page =
                            table(request.tableName())
                                    .page(
                                            index,
                                            index != null && lags.getAsBoolean(),
                                            request.scanIndexForward() == null
                                                    || request.scanIndexForward(),
                                            request.exclusiveStartKey(),
                                            request.limit(),
                                            filter(
                                                    request.keyConditionExpression(),
                                                    request.expressionAttributeNames(),
                                                    request.expressionAttributeValues()),
                                            filter(
                                                    request.filterExpression(),
                                                    request.expressionAttributeNames(),
                                                    request.expressionAttributeValues()));
                    return QueryResponse.builder()
                            .items(page.items())
                            .count(page.items().size())
                            .scannedCount(page.looked())
                            .lastEvaluatedKey(page.last())
                            .build();
                });
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        return calls.make(
                request,
                () -> {
                    var index = request.indexName();
                    var page =
                            table(request.tableName())
                                    .page(
                                            index,
                                            index != null && lags.getAsBoolean(),
                                            true,
                                            request.exclusiveStartKey(),
                                            request.limit(),
                                            item -> inSegment(request, item),
                                            filter(
                                                    request.filterExpression(),
                                                    request.expressionAttributeNames(),
                                                    request.expressionAttributeValues()));
                    var items = page.items();
                    var projection = request.projectionExpression();
                    return ScanResponse.builder()
                            .items(
                                    projection == null
                                            ? items
                                            : items.stream()
                                                    .map(item ->
                                                            InMemoryTable.only(
                                                                    List.of(projection.split(", ")),
                                                                    item))
                                                    .toList())
                            .count(items.size())
                            .scannedCount(page.looked())
                            .lastEvaluatedKey(page.last())
                            .build();
                });
    }

    private static Predicate<Map<String, AttributeValue>> filter(
            @Nullable String expression,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        return item -> Expressions.holds(expression, item, names, values);
    }

    private static boolean inSegment(ScanRequest scan, Map<String, AttributeValue> item) {
        var segments = scan.totalSegments();
        return segments == null
                || Math.floorMod(new Item(item).text("pk").hashCode(), segments) == scan.segment();
    }

    private InMemoryTable table(String name) {
        var table = tables.get(name);
        if (table == null) {
            throw ResourceNotFoundException.builder().message("no table " + name).build();
        }
        return table;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
