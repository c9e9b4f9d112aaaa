package dev.millrace.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The local cloud on a machine whose user has AWS settings, valid or invalid. They reach neither
/// the functions nor the commands that operate the local cloud.
@Tag("end-to-end")
@DisplayNameGeneration(ReplaceUnderscores.class)
class UsersSettingsTest {
    private static final String NOBODY_LISTENS = "http://127.0.0.1:9";
    private static final Map<String, String> VALID =
            Map.ofEntries(
                    Map.entry("HTTP_PROXY", NOBODY_LISTENS),
                    Map.entry("HTTPS_PROXY", NOBODY_LISTENS),
                    Map.entry("http_proxy", NOBODY_LISTENS),
                    Map.entry("https_proxy", NOBODY_LISTENS),
                    Map.entry("AWS_USE_FIPS_ENDPOINT", "true"),
                    Map.entry("AWS_USE_DUALSTACK_ENDPOINT", "true"),
                    Map.entry("AWS_RETRY_MODE", "adaptive"),
                    Map.entry("AWS_REGION", "cn-north-1"),
                    Map.entry("AWS_PROFILE", "work"),
                    Map.entry("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"));
    private static final Map<String, String> INVALID =
            Map.ofEntries(
                    Map.entry("AWS_RETRY_MODE", "aggressive"),
                    Map.entry("AWS_DEFAULTS_MODE", "fast"),
                    Map.entry("AWS_MAX_ATTEMPTS", "many"),
                    Map.entry("AWS_USE_FIPS_ENDPOINT", "perhaps"),
                    Map.entry("AWS_USE_DUALSTACK_ENDPOINT", "perhaps"),
                    Map.entry("AWS_DISABLE_REQUEST_COMPRESSION", "perhaps"),
                    Map.entry("AWS_REQUEST_CHECKSUM_CALCULATION", "perhaps"),
                    Map.entry("AWS_ACCOUNT_ID_ENDPOINT_MODE", "perhaps"),
                    Map.entry("AWS_REGION", "no region"),
                    Map.entry("AWS_PROFILE", "nobody"));

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"valid", "invalid"})
    void a_booking_is_settled_whatever_the_settings_are(String which) throws IOException {
        var environment = new HashMap<>(which.equals("valid") ? VALID : INVALID);
        environment.put("AWS_CONFIG_FILE", profiles(which).toString());
        try (var cloud = LocalProcess.start(folder.resolve("data"), "PT6H", environment)) {
            var client = cloud.client();
            client.putConcert("gala", "49.90", 1);
            var booking = client.book("ada", "gala", 1);
            assertThat(client.await("ada", booking, "CONFIRMED")).isEqualTo("CONFIRMED");
            client.pay("ada", "p1", booking, "49.90");

            assertThat(client.await("ada", booking, "SETTLED")).isEqualTo("SETTLED");
            assertThat(cloud.millrace(environment, "trace", booking)).contains("SETTLED");
        }
    }

    private Path profiles(String which) throws IOException {
        var text =
                which.equals("valid")
                        ? "[profile work]\nuse_fips_endpoint=true\nuse_dualstack_endpoint=true\nregion=us-gov-east-1\n"
                        : "[profile nobody\nregion = = \n]]\n retry_mode";
        return Files.writeString(folder.resolve("config"), text);
    }
}
