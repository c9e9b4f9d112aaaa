package dev.millrace.eventsourcing.dynamodb;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/// The request units that AWS bills for a call. DynamoDB Local reports fewer in four cases, which
/// are corrected here:
///
/// - It rounds up the size of a whole transaction. AWS bills each item: 2 units per KB, also for an
///   item that is only checked. An item that the request does not contain (an update, a delete, a
///   check) counts as 1 KB here, which the items of Millrace's transactions do not exceed.
/// - It reports nothing for a missing item of a `BatchGetItem`. AWS bills each key like a
///   `GetItem`: 1 unit if consistent, else 0.5.
/// - It reports nothing for a query that finds nothing. AWS bills 1 unit if consistent, else 0.5.
///   This assumes that one partition holds what the query searches.
/// - It reports nothing for a write whose condition fails. AWS bills the table's units of the
///   larger of the two items; the stored one is known here only where the request asks for it.
///
/// A cancelled transaction counts nothing here: AWS does not document what it bills for one.
///
/// Sources, in the DynamoDB Developer Guide: "DynamoDB read and write operations",
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html,
/// "Amazon DynamoDB Transactions: How it works",
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html, and the
/// conditional writes of "Working with items and attributes",
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html
///
/// @param writes in write request units, those of the indexes included
/// @param reads in read request units
public record BilledUnits(double writes, double reads) {
    private static final BilledUnits NONE = new BilledUnits(0, 0);

    /// The same request, which also asks DynamoDB Local for the capacity that it counts.
    @SuppressWarnings("unchecked")
    public static <R extends SdkRequest> R metered(R request) {
        var indexes = ReturnConsumedCapacity.INDEXES;
        return (R)
                switch (request) {
                    case PutItemRequest put -> put.copy(r -> r.returnConsumedCapacity(indexes));
                    case GetItemRequest get -> get.copy(r -> r.returnConsumedCapacity(indexes));
                    case QueryRequest query -> query.copy(r -> r.returnConsumedCapacity(indexes));
                    case BatchGetItemRequest get ->
                            get.copy(r -> r.returnConsumedCapacity(indexes));
                    case TransactWriteItemsRequest write ->
                            write.copy(r -> r.returnConsumedCapacity(indexes));
                    default -> request;
                };
    }

    /// @param request a metered one
    public static BilledUnits of(SdkRequest request, SdkResponse response) {
        return switch (response) {
            case PutItemResponse put -> written(reported(put.consumedCapacity()));
            case TransactWriteItemsResponse write ->
                    written(transaction((TransactWriteItemsRequest) request, write));
            case GetItemResponse get -> read(reported(get.consumedCapacity()));
            case QueryResponse query -> read(query((QueryRequest) request, query));
            case BatchGetItemResponse get -> read(batch((BatchGetItemRequest) request, get));
            default -> NONE;
        };
    }

    public static BilledUnits ofFailed(SdkRequest request, @Nullable Throwable failure) {
        return request instanceof PutItemRequest put
                        && failure instanceof ConditionalCheckFailedException failed
                ? written(Math.max(kilobytes(put.item()), kilobytes(failed.item())))
                : NONE;
    }

    private static BilledUnits written(double units) {
        return new BilledUnits(units, 0);
    }

    private static BilledUnits read(double units) {
        return new BilledUnits(0, units);
    }

    /// A client in memory reports nothing.
    private static double reported(@Nullable ConsumedCapacity consumed) {
        return consumed == null ? 0 : consumed.capacityUnits();
    }

    private static double transaction(
            TransactWriteItemsRequest request, TransactWriteItemsResponse response) {
        if (response.consumedCapacity().stream()
                .anyMatch(ConsumedCapacity::hasGlobalSecondaryIndexes)) {
            throw new UnsupportedOperationException(
                    "AWS does not document what it bills for a transaction's index writes");
        }
        return request.transactItems().stream().mapToDouble(BilledUnits::written).sum();
    }

    private static double written(TransactWriteItem item) {
        return 2 * (item.put() == null ? 1 : kilobytes(item.put().item()));
    }

    private static double kilobytes(Map<String, AttributeValue> item) {
        return Math.max(1, Math.ceil(ItemSize.bytes(item) / 1024.0));
    }

    private static double query(QueryRequest request, QueryResponse response) {
        return Math.max(least(request.consistentRead()), reported(response.consumedCapacity()));
    }

    private static double batch(BatchGetItemRequest request, BatchGetItemResponse response) {
        var reported =
                response.consumedCapacity().stream()
                        .mapToDouble(ConsumedCapacity::capacityUnits)
                        .sum();
        return reported
                + request.requestItems().entrySet().stream()
                        .mapToDouble(asked -> missing(asked.getKey(), asked.getValue(), response))
                        .sum();
    }

    private static double missing(
            String table, KeysAndAttributes asked, BatchGetItemResponse response) {
        var found = response.responses().getOrDefault(table, List.of()).size();
        return (asked.keys().size() - found) * least(asked.consistentRead());
    }

    private static double least(@Nullable Boolean consistent) {
        return Boolean.TRUE.equals(consistent) ? 1 : 0.5;
    }
}
