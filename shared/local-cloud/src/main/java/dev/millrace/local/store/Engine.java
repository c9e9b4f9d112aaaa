package dev.millrace.local.store;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// The clients of a backend's tables and their streams.
public interface Engine {
    DynamoDbClient tables();

    DynamoDbStreamsClient streams();
}
