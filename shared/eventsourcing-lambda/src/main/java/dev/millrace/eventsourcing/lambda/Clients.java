package dev.millrace.eventsourcing.lambda;

import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The AWS clients of a function, each made when it is first needed. A test that has only DynamoDB
/// implements one method.
@FunctionalInterface
public interface Clients {
    /// The longest that a call takes, retries included.
    Duration CALL = Duration.ofSeconds(5);

    DynamoDbClient dynamoDb();

    default EventBridgeClient eventBridge() {
        throw new UnsupportedOperationException("these clients have no EventBridge");
    }

    default SqsClient sqs() {
        throw new UnsupportedOperationException("these clients have no SQS");
    }

    /// Never tries again: a message might be published twice.
    default SnsClient sns() {
        throw new UnsupportedOperationException("these clients have no SNS");
    }
}
