package dev.millrace.local;

import java.util.Map;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/// Settings of the AWS SDK's clients in this JVM, as system properties. System properties override
/// environment variables and profiles, so the user's own settings do not reach the functions of a
/// local cloud or the clients that call it.
public final class SdkSettings {
    /// Any region and any credentials work here.
    static final String REGION = "eu-central-1";

    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("aws.region", REGION),
                    Map.entry("aws.accessKeyId", "local"),
                    Map.entry("aws.secretAccessKey", "local"),
                    Map.entry("aws.sessionToken", "local"),
                    Map.entry("aws.profile", "default"),
                    Map.entry("aws.configFile", "none"),
                    Map.entry("aws.sharedCredentialsFile", "none"),
                    Map.entry("aws.retryMode", "standard"),
                    Map.entry("aws.maxAttempts", "3"),
                    Map.entry("aws.defaultsMode", "legacy"),
                    Map.entry("aws.useFipsEndpoint", "false"),
                    Map.entry("aws.useDualstackEndpoint", "false"),
                    Map.entry("aws.disableRequestCompression", "false"),
                    Map.entry("aws.requestMinCompressionSizeBytes", "10240"),
                    Map.entry("aws.requestChecksumCalculation", "when_supported"),
                    Map.entry("aws.responseChecksumValidation", "when_supported"),
                    Map.entry("aws.accountIdEndpointMode", "preferred"),
                    Map.entry("aws.disableEc2Metadata", "true"));

    private SdkSettings() {}

    /// An HTTP client for servers on this machine. It uses no proxy.
    public static Apache5HttpClient.Builder direct() {
        return Apache5HttpClient.builder()
                .proxyConfiguration(
                        ProxyConfiguration.builder()
                                .useSystemPropertyValues(false)
                                .useEnvironmentVariableValues(false)
                                .build());
    }

    /// Applies the settings to all clients that are built from now on.
    public static void set() {
        SETTINGS.forEach(System::setProperty);
    }
}
