package dev.millrace.eventsourcing.lambda;

import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The AWS clients of a function.
///
/// A function carries only the SDK modules that it names as dependencies, and may call only the
/// methods for those.
@FunctionalInterface
public interface Clients {
    /// The longest that a call takes, retries included.
    Duration CALL = Duration.ofSeconds(5);

    DynamoDbClient dynamoDb();

    default EventBridgeClient eventBridge() {
        throw new UnsupportedOperationException("no EventBridge");
    }

    default SqsClient sqs() {
        throw new UnsupportedOperationException("no SQS");
    }

    /// Never tries again: a message might be published twice.
    default SnsClient sns() {
        throw new UnsupportedOperationException("no SNS");
    }
}
