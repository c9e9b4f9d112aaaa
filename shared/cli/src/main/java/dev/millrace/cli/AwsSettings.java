package dev.millrace.cli;

import static software.amazon.awssdk.profiles.ProfileFileSystemSetting.AWS_PROFILE;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// The user's settings for AWS: environment variables, and a profile in the files of the AWS CLI. A
/// wrong setting is reported in one line that says what to do. The SDK reports it late, often
/// without the name of the setting, or in a list of all places where it looked for credentials.
///
/// @param profile the name of the profile in use
/// @param profiles all profiles, by name
/// @param environment the environment variables
record AwsSettings(String profile, Map<String, Profile> profiles, Map<String, String> environment) {
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern NO_SETTING =
            Pattern.compile("AWS_PROFILE|(?i:aws_(access_key|secret|session))");
    private static final String DEFAULT = "default";
    private static final String NO_CREDENTIALS =
            "found no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";

    /// How the user gets credentials, by the profile setting that requires it. The SDK cannot ask
    /// the user for an MFA code.
    private static final Map<String, String> WAYS =
            Map.of(
                    "sso_session", "sign in with aws sso login --profile %s",
                    "sso_start_url", "sign in with aws sso login --profile %s",
                    "login_session", "sign in with aws login --profile %s",
                    "mfa_serial",
                            "its role requires an MFA code: run eval \"$(aws configure export-credentials --profile %s --format env)\"");

    static AwsSettings read() {
        check(ProfileFileLocation.configurationFileLocation(), ProfileFile.Type.CONFIGURATION);
        check(ProfileFileLocation.credentialsFileLocation(), ProfileFile.Type.CREDENTIALS);
        var profile = AWS_PROFILE.getStringValueOrThrow();
        var profiles = ProfileFile.defaultProfileFile().profiles();
        var settings = new AwsSettings(profile, profiles, System.getenv());
        if (settings.isNamed() && !profiles.containsKey(profile)) {
            throw mistake(
                    "no AWS profile is called %s: aws configure list-profiles lists them"
                            .formatted(profile));
        }
        settings.checkAll();
        return settings;
    }

    private boolean isNamed() {
        return !profile.isBlank() && !profile.equals(DEFAULT);
    }

    private static void check(Optional<Path> file, ProfileFile.Type type) {
        try {
            file.ifPresent(path -> ProfileFile.builder().content(path).type(type).build());
        } catch (RuntimeException broken) {
            throw mistake(
                    "%s cannot be read: %s".formatted(file.orElseThrow(), broken.getMessage()));
        }
    }

    /// The region of this name; the configured region if it is null.
    Region region(@Nullable String name) {
        var region = name == null ? configuredRegion() : Region.of(name);
        if (REGION.matcher(region.id()).matches()) return region;
        throw mistake("the AWS region must be a name such as eu-central-1, not " + region.id());
    }

    private static Region configuredRegion() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException none) {
            throw new UserMistake("found no AWS region: give --region, or set AWS_REGION");
        }
    }

    /// Builds a client that reads all settings, as the clients for signing in do. The client of
    /// [LambdaClients#at] reads fewer, because it sets its own retry strategy.
    private void checkAll() {
        try (var client = LambdaClients.plain()) {
            client.serviceName();
        } catch (RuntimeException wrong) {
            var message = String.valueOf(wrong.getMessage());
            throw mistake("an AWS setting is wrong: %s (%s)".formatted(message, blame(message)));
        }
    }

    /// The names of the settings whose value the message quotes, or of all settings if it quotes
    /// none.
    private String blame(String message) {
        var settings = new TreeMap<>(environment);
        settings.keySet().removeIf(name -> !name.startsWith("AWS_"));
        var mine = profiles.get(profile);
        if (mine != null) {
            mine.properties()
                    .forEach((name, value) -> settings.put(name + " of " + profile, value));
        }
        settings.keySet().removeIf(name -> NO_SETTING.matcher(name).lookingAt());
        var quoted = new TreeMap<>(settings);
        quoted.values().removeIf(value -> value.isBlank() || !message.contains(value));
        return String.join(", ", (quoted.isEmpty() ? settings : quoted).keySet());
    }

    /// @throws CredentialsMistake if there are no credentials
    void check(AwsCredentialsProvider credentials) {
        try {
            credentials.resolveCredentials();
        } catch (SdkClientException none) {
            throw new CredentialsMistake(whyNoCredentials(), !areOfEnvironment());
        }
    }

    /// Why AWS rejected the credentials, and how to get new ones.
    ///
    /// @param code the error code of the rejection
    CredentialsMistake rejected(String code) {
        var said =
                code.startsWith("Expired")
                        ? "your AWS credentials have expired"
                        : "AWS rejected the credentials (%s)".formatted(code);
        if (areOfEnvironment()) {
            return new CredentialsMistake(
                    said
                            + ": they come from AWS_ACCESS_KEY_ID, so start the command again with new ones",
                    false);
        }
        var way = way();
        return new CredentialsMistake(
                "%s: %s"
                        .formatted(
                                said,
                                way == null
                                        ? "renew the credentials of the profile " + profile
                                        : way),
                true);
    }

    private boolean areOfEnvironment() {
        return environment.containsKey("AWS_ACCESS_KEY_ID");
    }

    private String whyNoCredentials() {
        try (var mine = ProfileCredentialsProvider.create(profile)) {
            mine.resolveCredentials();
            return NO_CREDENTIALS;
        } catch (RuntimeException failed) {
            var message = InvokeFailure.message(failed).split(": ProfileFile\\(", 2)[0];
            if (!isNamed() && message.startsWith("Profile file contained no")) {
                return NO_CREDENTIALS;
            }
            var way = failed instanceof SdkException && !isOfTheNetwork(failed) ? way() : null;
            return "the AWS profile %s gives no credentials: %s"
                    .formatted(profile, way == null ? message : way);
        }
    }

    /// How the user gets credentials for the profile, or for its source profile; null if the
    /// credentials are in the files.
    private @Nullable String way() {
        var seen = new HashSet<String>();
        for (var name = profile; seen.add(name); ) {
            var one = profiles.get(name);
            if (one == null) return null;
            for (var setting : one.properties().keySet()) {
                var way = WAYS.get(setting);
                if (way != null) return way.formatted(Printable.word(name));
            }
            name = one.property("source_profile").orElse(name);
        }
        return null;
    }

    private static boolean isOfTheNetwork(RuntimeException failed) {
        return Stream.of(
                        SocketException.class,
                        SocketTimeoutException.class,
                        UnknownHostException.class)
                .anyMatch(type -> InvokeFailure.cause(type, failed) != null);
    }

    private static UserMistake mistake(String message) {
        return new UserMistake(Printable.line(message));
    }
}
