package dev.millrace.cli;

import dev.millrace.local.SdkSettings;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/// How Lambda is reached. A call is patient, and made once: one that was not answered may still be
/// running, and only one that was turned away for the crowd is made again.
final class LambdaClients {
    /// The functions' own limit is a minute.
    static final Duration CALL = Duration.ofSeconds(70);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private LambdaClients() {}

    /// A local cloud. It looks at no signature, no proxy stands before it, and no setting of the
    /// user's own for AWS is meant for it.
    static LambdaClient at(URI api) {
        SdkSettings.set();
        var direct =
                http().proxyConfiguration(proxy ->
                        proxy.useEnvironmentVariablesValues(false).useSystemPropertyValues(false));
        return builder()
                .httpClientBuilder(direct)
                .endpointOverride(api)
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .build();
    }

    /// A region of AWS, with the user's settings and credentials.
    static LambdaClient onAws(AwsSettings settings, Region region) {
        var credentials = DefaultCredentialsProvider.builder().build();
        settings.check(credentials);
        return builder()
                .httpClientBuilder(http())
                .region(region)
                .credentialsProvider(credentials)
                .build();
    }

    /// One with nothing but the user's settings, for any region.
    static LambdaClient plain() {
        return LambdaClient.builder().httpClientBuilder(http()).region(Region.US_EAST_1).build();
    }

    private static UrlConnectionHttpClient.Builder http() {
        return UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(CALL);
    }

    private static LambdaClientBuilder builder() {
        var onlyTurnedAway =
                DefaultRetryStrategy.standardStrategyBuilder()
                        .useClientDefaults(false)
                        .retryOnException(TooManyRequestsException.class)
                        .treatAsThrottling(TooManyRequestsException.class::isInstance)
                        .build();
        return LambdaClient.builder()
                .overrideConfiguration(
                        limits -> limits.apiCallTimeout(CALL).retryStrategy(onlyTurnedAway));
    }
}
