package dev.millrace.localstack;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/// Runs LocalStack while tests run that need it. Without Docker it prints a note, and the tests are
/// skipped. With Docker, the tests fail if LocalStack does not start.
public final class LocalStackSession implements LauncherSessionListener {
    private @Nullable LocalStackContainer container;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        var image = requireNonNull(System.getProperty(LocalStack.IMAGE));
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            System.setProperty(LocalStack.URL, "");
            System.out.println("SKIPPED: the end-to-end tests on LocalStack, as no Docker answers.");
            return;
        }
        var log = Path.of("target", "localstack.log").toAbsolutePath();
        System.out.println("LocalStack: starting " + image + "; what functions log is in " + log);
        redirect(log);
        container = container(image);
        container.start();
        System.setProperty(LocalStack.URL, container.getEndpoint().toString());
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        if (container != null) container.stop();
    }

    /// Redirects all further output to a file, so that the lines above stay visible.
    private static void redirect(Path log) {
        try {
            var out = new PrintStream(Files.newOutputStream(log), true);
            System.setOut(out);
            System.setErr(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The default provider of streams drops and reorders records under concurrency; `v2` does not.
    /// The last two settings stop downloads and usage reports.
    private static LocalStackContainer container(String image) {
        return new LocalStackContainer(
                        DockerImageName.parse(image)
                                .asCompatibleSubstituteFor("localstack/localstack"))
                .withEnv(
                        Map.of(
                                "PROVIDER_OVERRIDE_DYNAMODB", "v2",
                                "PROVIDER_OVERRIDE_DYNAMODBSTREAMS", "v2",
                                "SKIP_SSL_CERT_DOWNLOAD", "1",
                                "DISABLE_EVENTS", "1"));
    }
}
