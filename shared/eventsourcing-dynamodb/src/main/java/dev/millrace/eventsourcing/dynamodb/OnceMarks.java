package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.aws.AwsErrors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Marks work that may be done at most once: only the caller that sets a mark first may do the
/// work. DynamoDB deletes a mark after [#KEPT] if `forgetAt` is the time to live of the table.
public final class OnceMarks {
    /// Longer than any automatic redelivery.
    public static final Duration KEPT = Duration.ofDays(30);

    private final DynamoDbClient client;
    private final String table;
    private final String process;
    private final InstantSource clock;

    /// @param process the persisted name that begins the key of each mark
    public OnceMarks(DynamoDbClient client, String table, String process, InstantSource clock) {
        this.client = client;
        this.table = table;
        this.process = process;
        this.clock = clock;
    }

    /// Sets a mark.
    ///
    /// @return false if it was set before
    /// @throws dev.millrace.eventsourcing.Outage if it is unknown whether the mark is set; the work
    ///   must not be done then
    public boolean isFirst(String id) {
        var forgetAt = clock.instant().plus(KEPT).getEpochSecond();
        try {
            AwsErrors.translate(
                    "write to " + table,
                    () ->
                            client.putItem(put ->
                                    put.tableName(table)
                                            .item(
                                                    Map.of(
                                                            "pk", fromS(process + "#" + id),
                                                            "forgetAt",
                                                                    fromN(Long.toString(forgetAt))))
                                            .conditionExpression("attribute_not_exists(pk)")));
            return true;
        } catch (ConditionalCheckFailedException marked) {
            return false;
        }
    }
}
