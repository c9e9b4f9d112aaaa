package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.cli.aot.AotArchive;
import dev.millrace.cli.aot.AotArchive.Trained;
import dev.millrace.cli.aot.RuntimeApi;
import dev.millrace.cli.aot.TaskRoot;
import dev.millrace.local.functions.FunctionSpec;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Template;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// An archive of several functions after `./millrace aot`, unpacked in another place and started as
/// Lambda's runtime `provided.al2023` starts it.
@EnabledOnOs(OS.LINUX)
@DisplayNameGeneration(ReplaceUnderscores.class)
class AotArchiveTest {
    private static final Path ROOT = Path.of(System.getProperty("millrace.root", ""));
    private static final Path FUNCTIONS =
            Path.of("functions/booking-processes/target/function.zip");
    private static final String TRAINED_LAST = "ProcessOperations";
    private static final Map<String, String> EVENTS =
            Map.of(
                    "BookingProcess",
                    "placed",
                    "PaymentProcess",
                    "paid",
                    "ProcessTimers",
                    "sweep",
                    TRAINED_LAST,
                    "parked");

    @TempDir private Path folder;

    @Test
    void each_function_of_an_archive_starts_from_its_aot_cache() throws Exception {
        var archive = ROOT.resolve(FUNCTIONS);
        assumeTrue(Files.exists(archive), "mvn package makes the archive");
        var trained = TaskRoot.unpack(archive, folder.resolve("trained"));
        assertThat(trained.isAot()).isFalse();
        var functions = functions();
        var all = new ArrayList<Trained>();
        for (var function : functions) {
            var event = "events/%s/%s.json".formatted(function.id(), EVENTS.get(function.id()));
            all.add(
                    new Trained(
                            function.handlerClass(),
                            function.environment(),
                            List.of(Files.readString(ROOT.resolve(event)))));
        }

        AotArchive.make(
                trained,
                all,
                InstantSource.system(),
                Files.createDirectory(folder.resolve("work")));
        trained.pack(folder.resolve("function.zip"));
        var deployed = TaskRoot.unpack(folder.resolve("function.zip"), folder.resolve("deployed"));

        assertThat(deployed.isAot()).isTrue();
        TaskRoot.delete(trained.folder());
        var answer = start(deployed.folder(), functions.getLast());
        assertThat(answer).contains("mistake");
        assertThat(Files.readString(folder.resolve("loaded")).lines())
                .filteredOn(AotArchiveTest::isOfAFile)
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("shared objects file"));
    }

    /// It excludes hidden classes, which the JDK makes at run time for lambdas and switches.
    private static boolean isOfAFile(String line) {
        return line.contains("dev.millrace.") && !line.contains("/0x");
    }

    private static List<FunctionSpec> functions() {
        var none = URI.create("http://127.0.0.1:1");
        var place = new Place("stack", "eu-central-1", none, none);
        var template = Template.read(ROOT.resolve("template.yaml"), Map.of(), place);
        var functions =
                FunctionSpec.all(template, Map.of()).stream()
                        .filter(function ->
                                function.codeUri().equals(Optional.of(FUNCTIONS.toString())))
                        .toList();
        assertThat(functions).hasSize(EVENTS.size());
        assertThat(functions.getLast().id()).isEqualTo(TRAINED_LAST);
        return functions;
    }

    /// @return the answer to an invalid request
    private String start(Path task, FunctionSpec function) throws Exception {
        try (var api = new RuntimeApi(List.of("{}"), InstantSource.system())) {
            var builder = new ProcessBuilder(task.resolve("bootstrap").toString());
            builder.environment().clear();
            builder.environment().putAll(function.environment());
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
                                    function.handlerClass(),
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
