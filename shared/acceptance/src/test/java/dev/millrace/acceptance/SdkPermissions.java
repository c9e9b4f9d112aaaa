package dev.millrace.acceptance;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import dev.millrace.Permission;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/// The permissions that a call of an SDK client needs.
///
/// @param arns as [Permission] has them, by the names that calls use
record SdkPermissions(Map<String, String> arns) {
    Stream<Permission> of(SdkRequest request) {
        return switch (request) {
            case GetItemRequest get -> one("dynamodb:GetItem", get.tableName());
            case PutItemRequest put -> one("dynamodb:PutItem", put.tableName());
            case QueryRequest query ->
                    indexed("dynamodb:Query", query.tableName(), query.indexName());
            case ScanRequest scan -> indexed("dynamodb:Scan", scan.tableName(), scan.indexName());
            case DescribeTableRequest describe ->
                    one("dynamodb:DescribeTable", describe.tableName());
            case BatchGetItemRequest get ->
                    get.requestItems().keySet().stream()
                            .flatMap(table -> one("dynamodb:BatchGetItem", table));
            case TransactWriteItemsRequest write ->
                    write.transactItems().stream().flatMap(this::inTransaction);
            case PutEventsRequest put -> publishing(put.entries());
            case ReceiveMessageRequest receive -> one("sqs:ReceiveMessage", receive.queueUrl());
            case DeleteMessageRequest delete -> one("sqs:DeleteMessage", delete.queueUrl());
            case ChangeMessageVisibilityRequest hide ->
                    one("sqs:ChangeMessageVisibility", hide.queueUrl());
            case GetQueueAttributesRequest get -> one("sqs:GetQueueAttributes", get.queueUrl());
            case PublishRequest publish ->
                    Stream.concat(
                            one("sns:Publish", publish.topicArn()), byTheKeyOf(publish.topicArn()));
            default -> throw new AssertionError("which permission does it need? " + request);
        };
    }

    /// SNS uses the key of an encrypted topic with the publisher's role.
    private Stream<Permission> byTheKeyOf(String topic) {
        var key = arn(topic).replace("}", "Key}");
        return Stream.of("kms:GenerateDataKey", "kms:Decrypt")
                .map(action -> Permission.of(action, key));
    }

    private Stream<Permission> one(String action, String name) {
        return Stream.of(Permission.of(action, arn(name)));
    }

    /// An index is a resource of its own, beneath its table.
    private Stream<Permission> indexed(String action, String table, @Nullable String index) {
        var arn = index == null ? arn(table) : arn(table) + "/index/" + index;
        return Stream.of(Permission.of(action, arn));
    }

    /// A transaction has no permission of its own: it needs the permission for each action in it.
    private Stream<Permission> inTransaction(TransactWriteItem item) {
        if (item.put() != null) return one("dynamodb:PutItem", item.put().tableName());
        if (item.update() != null) return one("dynamodb:UpdateItem", item.update().tableName());
        if (item.delete() != null) return one("dynamodb:DeleteItem", item.delete().tableName());
        return one("dynamodb:ConditionCheckItem", item.conditionCheck().tableName());
    }

    /// One call may have several events, for several buses.
    private Stream<Permission> publishing(List<PutEventsRequestEntry> entries) {
        var sources =
                entries.stream()
                        .collect(
                                groupingBy(
                                        PutEventsRequestEntry::eventBusName,
                                        mapping(PutEventsRequestEntry::source, toSet())));
        return sources.entrySet().stream()
                .map(bus ->
                        Permission.of("events:PutEvents", arn(bus.getKey()))
                                .with("events:source", bus.getValue()));
    }

    private String arn(String name) {
        return Objects.requireNonNull(arns.get(name), () -> name + " is not of the template");
    }
}
