package dev.millrace.eventsourcing.lambda;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpService;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Builds the AWS SDK clients for the region in the environment. Each client is built once, when it
/// is first needed. An endpoint in the environment overrides the region's. An endpoint without TLS
/// is a local cloud, which is called without a proxy.
public class AwsClients implements Clients {
    /// Long enough for a cold connection on a fraction of a processor.
    private static final Duration CALL_ATTEMPT = Duration.ofSeconds(3);

    private final Environment environment;
    private @Nullable DynamoDbClient dynamoDb;
    private @Nullable EventBridgeClient eventBridge;
    private @Nullable SqsClient sqs;
    private @Nullable SnsClient sns;

    public AwsClients(Environment environment) {
        this.environment = environment;
    }

    @Override
    public final synchronized DynamoDbClient dynamoDb() {
        if (dynamoDb == null) dynamoDb = wired(DynamoDbClient.builder(), "DYNAMODB").build();
        return dynamoDb;
    }

    @Override
    public final synchronized EventBridgeClient eventBridge() {
        if (eventBridge == null)
            eventBridge = wired(EventBridgeClient.builder(), "EVENTBRIDGE").build();
        return eventBridge;
    }

    @Override
    public final synchronized SqsClient sqs() {
        if (sqs == null) sqs = wired(SqsClient.builder(), "SQS").build();
        return sqs;
    }

    @Override
    public final synchronized SnsClient sns() {
        if (sns == null)
            sns =
                    wired(SnsClient.builder(), "SNS")
                            .overrideConfiguration(limits ->
                                    limits.retryStrategy(DefaultRetryStrategy.doNotRetry())
                                            .apiCallTimeout(CALL))
                            .build();
        return sns;
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B wired(
            B builder, String service) {
        builder.region(Region.of(environment.required("AWS_REGION")))
                .overrideConfiguration(
                        limits -> limits.apiCallAttemptTimeout(CALL_ATTEMPT).apiCallTimeout(CALL));
        var endpoint = environment.orNull("AWS_ENDPOINT_URL_" + service);
        connect(builder, service, endpoint != null && endpoint.startsWith("http:"));
        if (endpoint != null) {
            // The SDK rejects an endpoint together with these settings, which may be the user's.
            builder.endpointOverride(URI.create(endpoint))
                    .fipsEnabled(false)
                    .dualstackEnabled(false);
        }
        return builder;
    }

    /// Sets the HTTP client. Its pool has 50 connections, more than any function has calls at once.
    /// `AWS_HTTP_SERVICE_<SERVICE>` may name the class of another `SdkHttpService`: the local cloud
    /// names one that needs no connection.
    protected <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> void connect(
            B builder, String service, boolean isLocal) {
        var other = environment.orNull("AWS_HTTP_SERVICE_" + service);
        if (other != null) {
            builder.httpClientBuilder(httpService(other).createHttpClientBuilder());
            return;
        }
        var http = Apache5HttpClient.builder();
        if (isLocal) {
            http.proxyConfiguration(
                    ProxyConfiguration.builder()
                            .useSystemPropertyValues(false)
                            .useEnvironmentVariableValues(false)
                            .build());
        }
        builder.httpClientBuilder(http);
    }

    private static SdkHttpService httpService(String type) {
        try {
            return Class.forName(type)
                    .asSubclass(SdkHttpService.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    type + " is not an SdkHttpService with a public constructor", e);
        }
    }
}
