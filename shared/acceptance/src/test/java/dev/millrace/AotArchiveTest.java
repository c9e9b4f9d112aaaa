package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.cli.aot.AotArchive;
import dev.millrace.cli.aot.AotArchive.Training;
import dev.millrace.cli.aot.RuntimeApi;
import dev.millrace.cli.aot.TaskRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What `./millrace aot` makes of an archive, unpacked in another place and started as Lambda's
/// runtime `provided.al2023` starts it.
@EnabledOnOs(OS.LINUX)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AotArchiveTest {
    private static final Path ROOT = Path.of(System.getProperty("millrace.root", ""));
    private static final String HANDLER = "dev.millrace.functions.commands.BookingCommands";
    private static final String UNKNOWN_ROUTE =
            """
            {"routeKey":"GET /nothing","requestContext":{"requestId":"r1"}}\
            """;

    @TempDir private Path folder;

    @Test
    void a_function_with_an_aot_cache_starts_from_it() throws Exception {
        var archive = ROOT.resolve("functions/booking-commands/target/function.zip");
        assumeTrue(Files.exists(archive), "mvn package makes the archive");
        var variables =
                Map.of("BOOKING_EVENTS_TABLE", "Events", "AWS_LAMBDA_FUNCTION_NAME", "commands");
        var events = ROOT.resolve("events/BookingCommands");
        var trained = TaskRoot.unpack(archive, folder.resolve("trained"));
        assertThat(trained.isAot()).isFalse();

        AotArchive.make(
                trained,
                new Training(
                        HANDLER,
                        variables,
                        List.of(Files.readString(events.resolve("place.json"))),
                        InstantSource.system()),
                Files.createDirectory(folder.resolve("work")));
        trained.pack(folder.resolve("function.zip"));
        var deployed = TaskRoot.unpack(folder.resolve("function.zip"), folder.resolve("deployed"));

        assertThat(deployed.isAot()).isTrue();
        TaskRoot.delete(trained.folder());
        var answer = start(deployed.folder(), variables);
        assertThat(answer).contains("\"statusCode\":404");
        assertThat(Files.readString(folder.resolve("loaded")).lines())
                .filteredOn(line -> line.contains("dev.millrace.") && !line.contains("Lambda/"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("shared objects file"));
    }

    /// @return the answer to a call of an unknown route
    private String start(Path task, Map<String, String> variables) throws Exception {
        try (var api = new RuntimeApi(List.of(UNKNOWN_ROUTE), InstantSource.system())) {
            var builder = new ProcessBuilder(task.resolve("bootstrap").toString());
            builder.environment().clear();
            builder.environment().putAll(variables);
            builder.environment()
                    .putAll(
                            Map.of(
                                    "PATH",
                                    "/usr/bin:/bin",
                                    "AWS_REGION",
                                    "eu-central-1",
                                    "AWS_LAMBDA_RUNTIME_API",
                                    api.address(),
                                    "LAMBDA_TASK_ROOT",
                                    task.toString(),
                                    "_HANDLER",
                                    HANDLER,
                                    // With `on`, the JVM ends if it cannot use the cache.
                                    "JAVA_TOOL_OPTIONS",
                                    "-XX:AOTMode=on -Xlog:class+load:file="
                                            + folder.resolve("loaded")));
            var process =
                    builder.redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            try {
                return api.awaitAnswer();
            } finally {
                process.destroy();
                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            }
        }
    }
}
