package dev.millrace.cli.aot;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Makes an archive of functions for Lambda's runtime `provided.al2023`. Besides the functions it
/// has a Java runtime, Lambda's runtime interface client, and an AOT cache, so that a start loads
/// no class from scratch. The cache works only with this JDK on this machine's architecture.
///
/// ```
/// bootstrap      the program that Lambda starts
/// options        of the JVM, with the class path
/// function.aot   the cache
/// jre/           the Java runtime
/// lib/           the functions and their libraries
/// ```
public final class AotArchive {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final Class<?> TRAINER = TrainingHandler.class;
    private static final String CACHE = "function.aot";

    /// The modules of the JDK that the SDK, Jackson and the runtime interface client need.
    private static final String MODULES =
            "java.base,java.logging,java.management,java.naming,java.security.jgss,"
                    + "java.sql,java.xml,jdk.net,jdk.unsupported";

    /// Resources beside the classes of this package.
    private static final List<String> RUNTIME_CLIENT =
            List.of(
                    "runtime-interface-client.jar",
                    "lambda-core.jar",
                    "lambda-serialization.jar",
                    "utils-lite.jar");

    private static final long MOST_SECONDS = 120;

    private AotArchive() {}

    /// A function that is started from the archive.
    ///
    /// @param handler its class
    /// @param environment its environment variables; the training sets the endpoints of AWS
    /// @param events each of them is handled, and may fail
    public record Trained(String handler, Map<String, String> environment, List<String> events) {}

    /// Turns the folder of an archive into the contents of the new archive, and trains the cache.
    ///
    /// @param functions all functions that are started from the archive
    /// @param clock of the events' deadlines
    /// @param work an existing folder for files that only the training needs
    /// @throws IOException if no cache could be made, with the reason
    public static void make(TaskRoot root, List<Trained> functions, InstantSource clock, Path work)
            throws IOException, InterruptedException {
        var folder = root.folder();
        for (var jar : RUNTIME_CLIENT) copyResource(jar, folder.resolve("lib").resolve(jar));
        copyResource(TRAINER.getSimpleName() + ".class", created(folder, TRAINER));
        var classPath = String.join(":", root.packClasses());
        Jvm.run(
                "jlink",
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                folder.resolve("jre").toString());
        Files.writeString(
                folder.resolve("options"),
                """
                -XX:TieredStopAtLevel=1
                -XX:+UseSerialGC
                --enable-native-access=ALL-UNNAMED
                -cp %s
                """
                        .formatted(classPath));
        copyResource("bootstrap", folder.resolve("bootstrap"));
        Files.setPosixFilePermissions(
                folder.resolve("bootstrap"), PosixFilePermissions.fromString("rwxr-xr-x"));
        root.setTimes();
        train(folder, functions, clock, work);
        root.setTimes();
    }

    private static void train(Path folder, List<Trained> functions, InstantSource clock, Path work)
            throws IOException, InterruptedException {
        var events =
                functions.stream()
                        .flatMap(one ->
                                one.events().stream()
                                        .map(event -> TrainingHandler.event(one.handler(), event)))
                        .toList();
        var log = work.resolve("training.log");
        try (var aws = new FakeEndpoint(work.resolve("keys.p12"));
                var api = new RuntimeApi(events, clock)) {
            var builder =
                    new ProcessBuilder(
                                    folder.resolve("jre/bin/java").toString(),
                                    "@options",
                                    "-XX:AOTCacheOutput=" + CACHE,
                                    MAIN,
                                    TRAINER.getName())
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            builder.environment().clear();
            builder.environment().putAll(environment(folder, functions, aws));
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
            var process = builder.start();
            try {
                for (var _ : events) await(api);
            } catch (TimeoutException late) {
                throw new IOException(late.getMessage() + ": " + Files.readString(log), late);
            } finally {
                process.destroy(); // a normal end, at which the JVM writes the cache
                if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) process.destroyForcibly();
            }
        }
        if (!Files.exists(folder.resolve(CACHE))) {
            throw new IOException("the JVM wrote no AOT cache: " + Files.readString(log));
        }
    }

    private static void await(RuntimeApi api) throws InterruptedException, TimeoutException {
        try {
            api.awaitAnswer();
        } catch (ExecutionException failed) {
            // A sample that fails has also loaded its classes.
        }
    }

    private static Map<String, String> environment(
            Path folder, List<Trained> functions, FakeEndpoint aws) {
        var environment = new HashMap<String, String>();
        for (var function : functions) environment.putAll(function.environment());
        for (var service : List.of("", "_DYNAMODB", "_EVENTBRIDGE", "_SQS", "_SNS")) {
            environment.put("AWS_ENDPOINT_URL" + service, aws.address().toString());
        }
        environment.putAll(
                Map.of(
                        "AWS_REGION", "eu-central-1",
                        "AWS_ACCESS_KEY_ID", "training",
                        "AWS_SECRET_ACCESS_KEY", "training",
                        "AWS_LAMBDA_LOG_FORMAT", "JSON",
                        "LAMBDA_TASK_ROOT", folder.toString(),
                        "_HANDLER", TRAINER.getName(),
                        "JAVA_TOOL_OPTIONS", aws.trust()));
        return environment;
    }

    private static Path created(Path folder, Class<?> type) throws IOException {
        var file = folder.resolve(type.getName().replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        return file;
    }

    private static void copyResource(String name, Path target) throws IOException {
        try (var content = AotArchive.class.getResourceAsStream(name)) {
            Files.copy(requireNonNull(content, name), target);
        }
    }
}
