package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.dynamodb.DynamoDbJournal;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// What a function's wiring shares: the clients, built once, and how long a retry waits.
public final class Aws {
    /// Room for a cold connection on a fraction of a processor.
    private static final Duration CALL_ATTEMPT = Duration.ofSeconds(3);

    /// How long a call may take, retries and all.
    public static final Duration CALL = Duration.ofSeconds(5);

    private static final AwsCredentialsProvider NOBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("nobody", "nothing"));

    /// Not one of the JVM's seeded generators: environments restored from one snapshot would draw
    /// the same numbers, and wait alike.
    private static final SecureRandom CHANCE = new SecureRandom();

    private Aws() {}

    /// It never waits longer for DynamoDB than a caller of ours would wait for us.
    public static DynamoDbClient dynamoDb(Environment environment) {
        return wired(DynamoDbClient.builder(), environment, "AWS_ENDPOINT_URL_DYNAMODB").build();
    }

    /// The journal in the table that a variable names, on a client of its own.
    public static <S, E> Journal<S, E> journal(
            Environment environment, String tableVariable, EntityType<S, ?, E, ?> type) {
        var table = environment.required(tableVariable);
        return new DynamoDbJournal<>(dynamoDb(environment), table, type);
    }

    /// The bus's client. The function must carry the SDK's `eventbridge`.
    public static EventBridgeClient eventBridge(Environment environment) {
        return wired(EventBridgeClient.builder(), environment, "AWS_ENDPOINT_URL_EVENTBRIDGE")
                .build();
    }

    /// The queues' client. The function must carry the SDK's `sqs`.
    public static SqsClient sqs(Environment environment) {
        return wired(SqsClient.builder(), environment, "AWS_ENDPOINT_URL_SQS").build();
    }

    /// The small HTTP client: no event loop, least to load at a cold start. An endpoint in the
    /// environment wins over the region's. An AWS that is made up wants no credentials.
    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B wired(
            B builder, Environment environment, String endpointVariable) {
        builder.region(Region.of(environment.required("AWS_REGION")))
                .overrideConfiguration(
                        limits -> limits.apiCallAttemptTimeout(CALL_ATTEMPT).apiCallTimeout(CALL));
        var madeUp = environment.http();
        if (madeUp == null) builder.httpClientBuilder(UrlConnectionHttpClient.builder());
        else builder.httpClient(madeUp).credentialsProvider(NOBODY);
        var endpoint = environment.orNull(endpointVariable);
        if (endpoint != null) builder.endpointOverride(URI.create(endpoint));
        return builder;
    }

    /// Full jitter, 20 ms doubling to one second.
    public static Backoff backoff() {
        return Backoff.jittered(
                Duration.ofMillis(20), Duration.ofSeconds(1), CHANCE, Thread::sleep);
    }
}
