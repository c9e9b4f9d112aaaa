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

/// Where the services of AWS are reached, and with which credentials.
///
/// @param endpoint of a local cloud; null on AWS
record AwsConnection(
        Apache5HttpClient.Builder http,
        Region region,
        AwsCredentialsProvider credentials,
        @Nullable URI endpoint) {
    private static final Duration CONNECT = Duration.ofSeconds(5);

    /// A local cloud. It looks at no signature, no proxy stands before it, and no setting of the
    /// user's own for AWS is meant for it.
    static AwsConnection local(URI api) {
        SdkSettings.set();
        var direct =
                SdkSettings.direct().connectionTimeout(CONNECT).socketTimeout(LambdaClients.CALL);
        return new AwsConnection(
                direct, Region.US_EAST_1, AnonymousCredentialsProvider.create(), api);
    }

    /// A region of AWS, with the user's settings and credentials.
    static AwsConnection onAws(AwsSettings settings, Region region) {
        var credentials = new RenewableCredentials();
        settings.check(credentials);
        return new AwsConnection(httpClient(), region, credentials, null);
    }

    /// What is wrong with the credentials, if that is why a call failed; absent otherwise. The next
    /// call takes those that the user has then.
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

    /// The HTTP client of all commands, with the user's proxy.
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
