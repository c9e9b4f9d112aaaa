package dev.millrace.local.store;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// Tables and their streams, wherever they are.
public interface Engine {
    DynamoDbClient tables();

    DynamoDbStreamsClient streams();
}
