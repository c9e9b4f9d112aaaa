package dev.millrace.duels;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.sqs.model.SqsResponse;

/// Requests and answers in words. The booking is `B`, its rival `R`.
final class Words {
    private static final int MOST_CHARACTERS = 160;
    private static final Set<String> DULL =
            Set.of(
                    "pk",
                    "sk",
                    "process",
                    "key",
                    "dueShard",
                    "clientId",
                    "placedAt",
                    "at",
                    "cor",
                    "correlationId");

    private Words() {}

    static String of(@Nullable Object value) {
        return text(value).replace(World.BOOKING, "B").replace(World.RIVAL, "R");
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "nothing";
            case GetItemRequest get -> "get " + get.tableName() + " " + item(get.key());
            case GetItemResponse got -> got.hasItem() ? item(got.item()) : "nothing";
            case PutItemRequest put ->
                    "put %s %s if %s"
                            .formatted(
                                    put.tableName(), item(put.item()), put.conditionExpression());
            case PutItemResponse _, TransactWriteItemsResponse _ -> "written";
            case QueryRequest query ->
                    "query %s%s %s"
                            .formatted(
                                    query.tableName(),
                                    query.indexName() == null ? "" : "." + query.indexName(),
                                    new TreeMap<>(query.expressionAttributeValues())
                                                    .values().stream()
                                                            .map(Words::plain)
                                                            .collect(Collectors.joining(" "))
                                            + (Boolean.FALSE.equals(query.scanIndexForward())
                                                    ? " backwards"
                                                    : ""));
            case QueryResponse found -> items(found.items());
            case ScanRequest scan ->
                    "scan "
                            + scan.tableName()
                            + (scan.indexName() == null ? "" : "." + scan.indexName());
            case ScanResponse found -> items(found.items());
            case BatchGetItemRequest _ -> "look at the seats";
            case BatchGetItemResponse found ->
                    items(found.responses().values().stream().flatMap(List::stream).toList());
            case TransactWriteItemsRequest write ->
                    write.transactItems().getFirst().put() != null
                            ? "hold the seats"
                            : "free the seats";
            case PutEventsRequest put ->
                    put.entries().stream()
                            .map(entry -> "publish " + entry.detailType() + " " + entry.detail())
                            .collect(Collectors.joining());
            case PutEventsResponse put -> put.failedEntryCount() == 0 ? "taken" : "refused";
            case SqsResponse answer -> brief(answer.toString());
            case JsonNode call when call.has("routeKey") -> call.path("routeKey").asText();
            case JsonNode answer ->
                    answer.path("statusCode").asText() + " " + answer.path("body").asText();
            case BusEvent event -> event.id() + " " + detail(event.detail());
            case DynamodbEvent event ->
                    event.getRecords().stream().map(record -> commit(record)).toList().toString();
            case StreamsEventResponse answer -> "failed: " + StreamBatch.failures(answer);
            case Throwable failed ->
                    failed.getClass().getSimpleName() + " " + brief(failed.getMessage());
            case Map<?, ?> map -> new TreeMap<>(map).toString();
            default -> value.toString();
        };
    }

    private static String commit(DynamodbStreamRecord record) {
        return "commit " + requireNonNull(record.getDynamodb().getKeys().get("seq")).getN();
    }

    private static String detail(@Nullable Map<String, Object> detail) {
        return detail == null ? "" : new TreeMap<>(detail).toString();
    }

    private static String items(List<Map<String, AttributeValue>> items) {
        return items.stream().map(Words::item).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String item(Map<String, AttributeValue> item) {
        var key = item.containsKey("pk") ? plain(item.get("pk")) : "";
        var sort = item.get("sk");
        var rest =
                new TreeMap<>(item)
                        .entrySet().stream()
                                .filter(one -> !DULL.contains(one.getKey()))
                                .map(one -> one.getKey() + "=" + brief(plain(one.getValue())))
                                .collect(Collectors.joining(" "));
        return key
                + (sort == null ? "" : "/" + plain(sort))
                + (rest.isEmpty() ? "" : " {" + rest + "}");
    }

    private static String plain(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> value.n();
            case L -> value.l().stream().map(Words::plain).toList().toString();
            case M -> sorted(value.m());
            default -> value.toString();
        };
    }

    /// Sorted, so that the text is the same in every JVM.
    private static String sorted(Map<String, AttributeValue> map) {
        return new TreeMap<>(map)
                .entrySet().stream()
                        .map(one -> one.getKey() + "=" + plain(one.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String brief(@Nullable String text) {
        return text == null || text.length() <= MOST_CHARACTERS
                ? String.valueOf(text)
                : text.substring(0, MOST_CHARACTERS) + "…";
    }
}
