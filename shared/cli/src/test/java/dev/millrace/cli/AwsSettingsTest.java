package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A command on a stack, with valid and invalid profiles and variables of its user.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AwsSettingsTest {
    private static final String NOTHING = "{'parked':[],'more':false,'failedInputs':[]}";

    /// The name of the token's file is the SHA-1 of `company`.
    private static final String TOKEN =
            ".aws/sso/cache/71b21161ffa1e6516bcc072aaf5ef38cbe85b511.json";

    private static final String PROFILES =
            """
            [profile keys]
            region = eu-west-1
            aws_access_key_id = AKIAKEYS
            aws_secret_access_key = not-to-be-seen
            [profile role]
            region = eu-west-1
            role_arn = arn:aws:iam::123456789012:role/operator
            source_profile = keys
            [profile role-with-code]
            region = eu-west-1
            role_arn = arn:aws:iam::123456789012:role/operator
            source_profile = keys
            mfa_serial = arn:aws:iam::123456789012:mfa/ada
            [sso-session company]
            sso_region = eu-west-1
            sso_start_url = https://company.awsapps.com/start
            [profile sso]
            region = eu-west-1
            sso_session = company
            sso_account_id = 123456789012
            sso_role_name = operator
            [profile sso-of-old]
            region = eu-west-1
            sso_region = eu-west-1
            sso_start_url = https://company.awsapps.com/start
            sso_account_id = 123456789012
            sso_role_name = operator
            [profile role-by-sso]
            region = eu-west-1
            role_arn = arn:aws:iam::123456789012:role/operator
            source_profile = sso
            [profile console]
            region = eu-west-1
            login_session = arn:aws:iam::123456789012:user/ada
            [profile half]
            region = eu-west-1
            aws_access_key_id = AKIAHALF
            [profile wrong]
            region = eu-west-1
            use_fips_endpoint = perhaps
            """;

    @TempDir Path home;

    @ParameterizedTest
    @CsvSource({
        "keys, AKIAKEYS",
        "role, " + StubSignIn.ROLE,
        "sso, " + StubSignIn.SIGNED_IN,
        "role-by-sso, " + StubSignIn.ROLE
    })
    void a_profile_has_keys_or_signs_in_or_assumes_a_role(String profile, String accessKey)
            throws Exception {
        token("2999-01-01T00:00:00Z");
        try (var lambda = StubLambda.always(NOTHING);
                var signIn = StubSignIn.giving()) {
            var settings = new HashMap<>(signIn.variables());
            settings.put("AWS_ENDPOINT_URL_LAMBDA", lambda.url().toString());
            var ran = ran(PROFILES, profile, settings);

            assertThat(ran.exitCode()).as("%s", ran).isZero();
            assertThat(lambda.calls()).hasSize(1);
            assertThat(lambda.calls().getFirst().accessKey()).isEqualTo(accessKey);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sso|sign in with aws sso login --profile sso",
                "sso-of-old|sign in with aws sso login --profile sso-of-old",
                "role-by-sso|sign in with aws sso login --profile sso",
                "console|sign in with aws login --profile console",
                "half|aws_secret_access_key",
            })
    void a_profile_that_is_signed_out_or_incomplete_is_reported_in_one_line(
            String profile, String said) throws Exception {
        var ran = ran(PROFILES, profile, Map.of());

        assertOneLine(ran, "the AWS profile " + profile + " gives no credentials: ", said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sso|2026-01-01T00:00:00Z|sign in with aws sso login --profile sso",
                "sso|2999-01-01T00:00:00Z|sign in with aws sso login --profile sso",
                "role|2999-01-01T00:00:00Z|not authorized to perform: sts:AssumeRole",
                "role-with-code|2999-01-01T00:00:00Z|export-credentials --profile role-with-code",
            })
    void a_rejection_by_AWS_is_one_line_that_says_what_to_do(
            String profile, String tokenExpires, String said) throws Exception {
        token(tokenExpires);
        try (var signIn = StubSignIn.rejecting()) {
            var ran = ran(PROFILES, profile, signIn.variables());

            assertOneLine(ran, "the AWS profile " + profile + " gives no credentials: ", said);
        }
    }

    @Test
    void a_network_failure_does_not_tell_the_user_to_sign_in() throws Exception {
        token("2999-01-01T00:00:00Z");
        var signIn = StubSignIn.giving();
        signIn.close();
        var ran = ran(PROFILES, "sso", signIn.variables());

        assertOneLine(ran, "the AWS profile sso gives no credentials: ", "Connection refused");
    }

    @Test
    void a_missing_profile_is_named() throws Exception {
        assertOneLine(ran(PROFILES, "nobody", Map.of()), "no AWS profile is called nobody");
    }

    @Test
    void a_file_that_cannot_be_read_is_named_with_the_line() throws Exception {
        var ran = ran("[default]\nregion eu-west-1\n", "default", Map.of());

        assertOneLine(ran, home.resolve(".aws/config") + " cannot be read: ", "on line 2");
    }

    @ParameterizedTest
    @CsvSource({
        "AWS_RETRY_MODE, aggressive",
        "AWS_DEFAULTS_MODE, fast",
        "AWS_MAX_ATTEMPTS, many",
        "AWS_USE_FIPS_ENDPOINT, perhaps",
        "AWS_DISABLE_REQUEST_COMPRESSION, perhaps",
        "AWS_ENDPOINT_URL_LAMBDA, nonsense",
        "AWS_ENDPOINT_URL, http://a b",
    })
    void a_wrong_setting_is_named(String name, String value) throws Exception {
        var ran = ran(PROFILES, "keys", Map.of(name, value));

        assertOneLine(ran, "an AWS setting is wrong: ", name);
        assertThat(ran.err()).doesNotContain("KEY", "not-to-be-seen");
    }

    @Test
    void a_wrong_setting_of_the_profile_is_named() throws Exception {
        assertOneLine(
                ran(PROFILES, "wrong", Map.of()), "an AWS setting is wrong: ", "use_fips_endpoint");
    }

    @Test
    void a_wrong_region_is_shown() throws Exception {
        assertOneLine(
                ran(PROFILES, "keys", Map.of("AWS_REGION", "no region")),
                "the AWS region must be a name such as eu-central-1, not no%20region");
    }

    private Ran ran(String config, String profile, Map<String, String> settings)
            throws IOException, InterruptedException {
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/config"), config);
        var environment = new HashMap<>(settings);
        environment.put("AWS_PROFILE", profile);
        return Ran.alone(home, environment, "parked", "--stack", "s");
    }

    private void token(String expires) throws IOException {
        var file = home.resolve(TOKEN);
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                """
                {"accessToken":"t","expiresAt":"%s","region":"eu-west-1","startUrl":"https://x"}\
                """
                        .formatted(expires));
    }

    private static void assertOneLine(Ran ran, String... said) {
        assertThat(ran.err()).startsWith("millrace: ").contains(said).hasLineCount(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(1);
    }
}
