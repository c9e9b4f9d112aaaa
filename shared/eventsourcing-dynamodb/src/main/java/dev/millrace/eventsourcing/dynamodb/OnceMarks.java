package dev.millrace.eventsourcing.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.eventsourcing.aws.AwsErrors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Marks what is done at most once: whoever sets the mark first may do it. Marks are forgotten
/// after [#KEPT] where the table has `forgetAt` as its time to live.
public final class OnceMarks {
    /// Longer than anything is delivered again by itself.
    public static final Duration KEPT = Duration.ofDays(30);

    private final DynamoDbClient client;
    private final String table;
    private final String process;
    private final InstantSource clock;

    /// @param process its persisted name
    public OnceMarks(DynamoDbClient client, String table, String process, InstantSource clock) {
        this.client = client;
        this.table = table;
        this.process = process;
        this.clock = clock;
    }

    /// Sets a mark.
    ///
    /// @return false if it was set before
    /// @throws dev.millrace.eventsourcing.Outage if it is unknown whether it is set: then the work
    ///   must not be done
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
