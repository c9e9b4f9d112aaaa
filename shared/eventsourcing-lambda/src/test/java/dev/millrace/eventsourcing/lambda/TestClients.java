package dev.millrace.eventsourcing.lambda;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The clients of a function that needs more than DynamoDB. It is a class of its own because JUnit
/// looks at all methods of a test's classes, and most functions have only some of the SDK's
/// modules.
public final class TestClients implements Clients {
    private final DynamoDbClient dynamoDb;
    private @Nullable EventBridgeClient eventBridge;
    private @Nullable SqsClient sqs;
    private @Nullable SnsClient sns;

    public TestClients(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
    }

    public TestClients withBus(EventBridgeClient bus) {
        eventBridge = bus;
        return this;
    }

    public TestClients withQueues(SqsClient queues) {
        sqs = queues;
        return this;
    }

    public TestClients withTopics(SnsClient topics) {
        sns = topics;
        return this;
    }

    @Override
    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    @Override
    public EventBridgeClient eventBridge() {
        return requireNonNull(eventBridge, "no EventBridge");
    }

    @Override
    public SqsClient sqs() {
        return requireNonNull(sqs, "no SQS");
    }

    @Override
    public SnsClient sns() {
        return requireNonNull(sns, "no SNS");
    }
}
