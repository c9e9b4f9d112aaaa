package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.Backoff;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What a function's wiring shares: the clients, built once, and how long a retry waits.
public final class Aws {
    /// Room for a cold connection on a fraction of a processor.
    private static final Duration CALL_ATTEMPT = Duration.ofSeconds(3);

    /// How long a call may take, retries and all.
    public static final Duration CALL = Duration.ofSeconds(5);

    private Aws() {}

    /// The small client: no event loop, least to load at a cold start. It never waits longer for
    /// DynamoDB than a caller of ours would wait for us. An endpoint in the environment wins over
    /// the region's.
    public static DynamoDbClient dynamoDb(Environment environment) {
        var builder =
                DynamoDbClient.builder()
                        .region(Region.of(environment.required("AWS_REGION")))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .overrideConfiguration(limits ->
                                limits.apiCallAttemptTimeout(CALL_ATTEMPT).apiCallTimeout(CALL));
        var endpoint = environment.orNull("AWS_ENDPOINT_URL_DYNAMODB");
        if (endpoint != null) builder.endpointOverride(URI.create(endpoint));
        return builder.build();
    }

    /// Full jitter, 20 ms doubling to one second.
    public static Backoff backoff() {
        return Backoff.jittered(
                Duration.ofMillis(20),
                Duration.ofSeconds(1),
                () -> ThreadLocalRandom.current().nextLong(),
                Thread::sleep);
    }
}
