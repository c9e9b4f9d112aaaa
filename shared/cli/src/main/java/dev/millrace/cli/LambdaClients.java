package dev.millrace.cli;

import java.time.Duration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/// Clients of Lambda with a long time-out. A call without an answer may still be running, so only a
/// throttled call is repeated.
final class LambdaClients {
    /// The time-out of a call. The functions' own limit is a minute.
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

    /// A client with only the user's settings. Its region is arbitrary.
    static LambdaClient plain() {
        return LambdaClient.builder()
                .httpClientBuilder(AwsConnection.httpClient())
                .region(Region.US_EAST_1)
                .build();
    }
}
