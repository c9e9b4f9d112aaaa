package dev.millrace.local.store;

import static java.util.Collections.singleton;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeLimitsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeStreamResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementResponse;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsRequest;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.dynamodb.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListStreamsResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.TagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveResponse;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.dynamodb.services.local.server.DynamoDBRequestHandler;

/// Passes each request to the embedded engine unchanged, unless a table has a simulated fault. A
/// write wakes the stream readers of its tables.
final class EngineRequests extends DynamoDBRequestHandler {
    private final DynamoDbClient tables;
    private final DynamoDbStreamsClient streams;
    private final TableFaults faults;
    private final Consumer<Collection<String>> written;

    EngineRequests(Engine engine, TableFaults faults, Consumer<Collection<String>> written) {
        super(0);
        this.tables = engine.tables();
        this.streams = engine.streams();
        this.faults = faults;
        this.written = written;
    }

    /// Does nothing, because the backend closes the engine.
    @Override
    public void shutdown() {}

    @Override
    public CreateTableResponse createTable(String key, String region, CreateTableRequest request) {
        return tables.createTable(request);
    }

    @Override
    public DeleteTableResponse deleteTable(String key, String region, DeleteTableRequest request) {
        return tables.deleteTable(request);
    }

    @Override
    public DescribeTableResponse describeTable(
            String key, String region, DescribeTableRequest request) {
        return tables.describeTable(request);
    }

    @Override
    public DescribeLimitsResponse describeLimits(
            String key, String region, DescribeLimitsRequest request) {
        return tables.describeLimits(request);
    }

    @Override
    public ListTablesResponse listTables(String key, String region, ListTablesRequest request) {
        return tables.listTables(request);
    }

    @Override
    public UpdateTableResponse updateTable(String key, String region, UpdateTableRequest request) {
        return tables.updateTable(request);
    }

    @Override
    public BatchGetItemResponse batchGetItem(
            String key, String region, BatchGetItemRequest request) {
        return readable(request.requestItems().keySet()).batchGetItem(request);
    }

    @Override
    public BatchWriteItemResponse batchWriteItem(
            String key, String region, BatchWriteItemRequest request) {
        var response = writable(request.requestItems().keySet()).batchWriteItem(request);
        written.accept(request.requestItems().keySet());
        return response;
    }

    @Override
    public DeleteItemResponse deleteItem(String key, String region, DeleteItemRequest request) {
        var response = writable(singleton(request.tableName())).deleteItem(request);
        written.accept(List.of(request.tableName()));
        return response;
    }

    @Override
    public GetItemResponse getItem(String key, String region, GetItemRequest request) {
        return readable(singleton(request.tableName())).getItem(request);
    }

    @Override
    public PutItemResponse putItem(String key, String region, PutItemRequest request) {
        var response = writable(singleton(request.tableName())).putItem(request);
        written.accept(List.of(request.tableName()));
        return response;
    }

    @Override
    public QueryResponse query(String key, String region, QueryRequest request) {
        return readable(singleton(request.tableName())).query(request);
    }

    @Override
    public ScanResponse scan(String key, String region, ScanRequest request) {
        return readable(singleton(request.tableName())).scan(request);
    }

    @Override
    public TransactGetItemsResponse transactGetItems(
            String key, String region, TransactGetItemsRequest request) {
        return readable(Touched.byReading(request.transactItems())).transactGetItems(request);
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(
            String key, String region, TransactWriteItemsRequest request) {
        var touched = Touched.byWriting(request.transactItems());
        var response = writable(touched).transactWriteItems(request);
        written.accept(touched);
        return response;
    }

    @Override
    public UpdateItemResponse updateItem(String key, String region, UpdateItemRequest request) {
        var response = writable(singleton(request.tableName())).updateItem(request);
        written.accept(List.of(request.tableName()));
        return response;
    }

    @Override
    public DescribeTimeToLiveResponse describeTimeToLive(
            String key, String region, DescribeTimeToLiveRequest request) {
        return tables.describeTimeToLive(request);
    }

    @Override
    public UpdateTimeToLiveResponse updateTimeToLive(
            String key, String region, UpdateTimeToLiveRequest request) {
        return tables.updateTimeToLive(request);
    }

    @Override
    public ExecuteStatementResponse executeStatement(
            String key, String region, ExecuteStatementRequest request) {
        var response = tables.executeStatement(request);
        written.accept(List.of());
        return response;
    }

    @Override
    public BatchExecuteStatementResponse batchExecuteStatement(
            String key, String region, BatchExecuteStatementRequest request) {
        var response = tables.batchExecuteStatement(request);
        written.accept(List.of());
        return response;
    }

    @Override
    public ExecuteTransactionResponse executeTransaction(
            String key, String region, ExecuteTransactionRequest request) {
        var response = tables.executeTransaction(request);
        written.accept(List.of());
        return response;
    }

    @Override
    public ListTagsOfResourceResponse listTagsOfResource(
            String key, String region, ListTagsOfResourceRequest request) {
        return tables.listTagsOfResource(request);
    }

    @Override
    public TagResourceResponse tagResource(String key, String region, TagResourceRequest request) {
        return tables.tagResource(request);
    }

    @Override
    public UntagResourceResponse untagResource(
            String key, String region, UntagResourceRequest request) {
        return tables.untagResource(request);
    }

    @Override
    public DescribeStreamResponse describeStream(
            String key, String region, DescribeStreamRequest request) {
        return streams.describeStream(request);
    }

    @Override
    public ListStreamsResponse listStreams(String key, String region, ListStreamsRequest request) {
        return streams.listStreams(request);
    }

    @Override
    public GetShardIteratorResponse getShardIterator(
            String key, String region, GetShardIteratorRequest request) {
        return streams.getShardIterator(request);
    }

    @Override
    public GetRecordsResponse getRecords(String key, String region, GetRecordsRequest request) {
        return streams.getRecords(request);
    }

    /// The client for a read, unless one of the tables asked for rejects reads.
    private DynamoDbClient readable(Collection<String> asked) {
        faults.rejectRead(asked);
        return tables;
    }

    /// The client for a write, unless one of the tables asked for rejects writes.
    private DynamoDbClient writable(Collection<String> asked) {
        faults.rejectWrite(asked);
        return tables;
    }
}
