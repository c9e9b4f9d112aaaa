package dev.millrace.cli;

import dev.millrace.local.SdkSettings;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;

/// How commands connect to AWS services: HTTP client, region, credentials and endpoint.
///
/// @param endpoint of a local cloud; null on AWS
record AwsConnection(
        Apache5HttpClient.Builder http,
        Region region,
        AwsCredentialsProvider credentials,
        @Nullable URI endpoint) {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /// Connects to a local cloud, without credentials because it checks no signatures. The user's
    /// proxy and AWS settings do not apply.
    static AwsConnection local(URI api) {
        SdkSettings.set();
        var direct =
                SdkSettings.direct().connectionTimeout(CONNECT).socketTimeout(LambdaClients.CALL);
        return new AwsConnection(
                direct, Region.US_EAST_1, AnonymousCredentialsProvider.create(), api);
    }

    /// Connects to a region of AWS with the user's settings and credentials.
    static AwsConnection onAws(AwsSettings settings, Region region) {
        var credentials = new RenewableCredentials();
        settings.check(credentials);
        return new AwsConnection(httpClient(), region, credentials, null);
    }

    /// What is wrong with the credentials; null if the call failed for another reason. After a
    /// mistake, the next call looks the credentials up again.
    @Nullable CredentialsMistake credentialsMistake(SdkException failed) {
        if (!(credentials instanceof RenewableCredentials renewable)) return null;
        var settings = AwsSettings.read();
        var code = InvokeFailure.codeOfCredentials(failed);
        try {
            if (code == null && failed instanceof SdkClientException) settings.check(renewable);
            if (code == null) return null;
            renewable.renew();
            return settings.rejected(code);
        } catch (CredentialsMistake none) {
            renewable.renew();
            return none;
        }
    }

    /// The HTTP client for AWS. It uses the user's proxy.
    static Apache5HttpClient.Builder httpClient() {
        return Apache5HttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(LambdaClients.CALL);
    }

    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        builder.httpClientBuilder(http).region(region).credentialsProvider(credentials);
        if (endpoint != null) builder.endpointOverride(endpoint);
        return builder.build();
    }
}
