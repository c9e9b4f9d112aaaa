package dev.millrace.cli;

import java.time.Duration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/// How Lambda is called: patiently, and once. A call that was not answered may still be running;
/// only one that was turned away for the crowd is made again.
final class LambdaClients {
    /// The functions' own limit is a minute.
    static final Duration CALL = Duration.ofSeconds(70);

    private LambdaClients() {}

    static LambdaClient at(AwsConnection connection) {
        var onlyTurnedAway =
                DefaultRetryStrategy.standardStrategyBuilder()
                        .useClientDefaults(false)
                        .retryOnException(TooManyRequestsException.class)
                        .treatAsThrottling(TooManyRequestsException.class::isInstance)
                        .build();
        return connection.client(
                LambdaClient.builder()
                        .overrideConfiguration(limits ->
                                limits.apiCallTimeout(CALL).retryStrategy(onlyTurnedAway)));
    }

    /// One with nothing but the user's settings, for any region.
    static LambdaClient plain() {
        return LambdaClient.builder()
                .httpClientBuilder(AwsConnection.httpClient())
                .region(Region.US_EAST_1)
                .build();
    }
}
