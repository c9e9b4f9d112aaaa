package dev.millrace.eventsourcing.lambda;

import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The AWS SDK clients of a function, each built when it is first needed. A test that uses only
/// DynamoDB implements one method.
@FunctionalInterface
public interface Clients {
    /// The longest time that a call takes, including retries.
    Duration CALL = Duration.ofSeconds(5);

    DynamoDbClient dynamoDb();

    default EventBridgeClient eventBridge() {
        throw new UnsupportedOperationException("these clients have no EventBridge");
    }

    default SqsClient sqs() {
        throw new UnsupportedOperationException("these clients have no SQS");
    }

    /// This client does not retry, because a retry might publish a message twice.
    default SnsClient sns() {
        throw new UnsupportedOperationException("these clients have no SNS");
    }
}
