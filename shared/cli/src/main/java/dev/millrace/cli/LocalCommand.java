package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import dev.millrace.local.LocalCloudOptions.Port;
import dev.millrace.local.template.Template;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs a template on this machine until Ctrl-C.
@Command(
        name = "local",
        description = "Runs a SAM template on this machine until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class LocalCommand extends CliCommand {
    private static final JsonMapper JSON = new JsonMapper();

    @Option(
            names = "--port",
            description = "Port of the HTTP API and the bus. Default: 3000, or the next free one.")
    private @Nullable Integer port;

    @Option(
            names = "--dynamodb-port",
            description = "Port of DynamoDB. Default: 8000, or the next free one.")
    private @Nullable Integer dynamoDbPort;

    @Option(
            names = "--bind",
            description = "The address of both ports. Default: ${DEFAULT-VALUE}.",
            defaultValue = "127.0.0.1")
    private String bind = "127.0.0.1";

    @Option(
            names = "--data",
            description =
                    "The folder for all data. Default: in memory. A write waits for the disk: expect 50 to 300 writes a second.")
    private @Nullable String data;

    @Option(
            names = "--parameter-overrides",
            arity = "1..*",
            paramLabel = "Key=Value",
            description =
                    "Parameters of the template, as sam takes them. They override the template's LocalParameters.")
    private List<String> overrides = new ArrayList<>();

    @Option(
            names = "--schedule-every",
            description = "Runs all schedules at this rate, such as PT1S, not at the template's.")
    private @Nullable String scheduleEvery;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description =
                    "The SAM template. Default: template.yaml beside the millrace script. The code of a function comes from its CodeUri.")
    private @Nullable Path template;

    @Override
    public Integer call() throws InterruptedException {
        var out = out();
        var clock = InstantSource.system();
        var signal = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        try (var cloud = LocalCloud.start(options());
                var console =
                        ConsoleCommand.server(
                                Deployment.of(cloud.api()),
                                false,
                                0,
                                clock,
                                new PlayPage(cloud, folder(), clock))) {
            cloud.onBusEvent(event -> print(out, event));
            console.warmUp();
            RunningCloud.announce(cloud);
            Greeting.print(out, cloud, console.address(), parameters());
            closeOnSignal(signal, closed);
            signal.await();
        } finally {
            RunningCloud.withdraw();
            closed.countDown();
        }
        return 0;
    }

    private LocalCloudOptions options() {
        if (port != null && port > 0 && port.equals(dynamoDbPort)) {
            throw new UserMistake("--port and --dynamodb-port cannot both be " + port);
        }
        var options =
                LocalCloudOptions.of(file())
                        .withApiPort(
                                port == null ? Port.from(3000) : LocalOptions.port("--port", port))
                        .withDynamoDbPort(
                                dynamoDbPort == null
                                        ? Port.from(8000)
                                        : LocalOptions.port("--dynamodb-port", dynamoDbPort))
                        .withBind(LocalOptions.address(bind))
                        .withParameters(parameters());
        if (data != null) options = options.withData(LocalOptions.folder(data));
        if (scheduleEvery != null) {
            options = options.withScheduleEvery(LocalOptions.rate(scheduleEvery));
        }
        return options;
    }

    private Path file() {
        return template == null ? Millrace.root().resolve("template.yaml") : template;
    }

    private Path folder() {
        return Objects.requireNonNullElse(file().toAbsolutePath().getParent(), file());
    }

    /// The template's `LocalParameters`, overridden by the user's parameters.
    private Map<String, String> parameters() {
        var values = new LinkedHashMap<>(Template.localParameters(file()));
        values.putAll(ParameterOverrides.parse(overrides));
        return values;
    }

    /// Prints an event of the bus as one line of JSON.
    private static void print(PrintWriter out, JsonNode event) {
        var line = JSON.createObjectNode();
        line.putObject("busEvent")
                .put("source", event.path("source").asText())
                .put("detailType", event.path("detail-type").asText())
                .set("detail", event.path("detail"));
        out.println(line);
        out.flush();
    }

    /// The JVM ends after its shutdown hooks. This one waits at most 20 s until everything is
    /// closed.
    private static void closeOnSignal(CountDownLatch signal, CountDownLatch closed) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            signal.countDown();
                            try {
                                closed.await(20, TimeUnit.SECONDS);
                            } catch (InterruptedException ignored) {
                                Thread.currentThread().interrupt();
                            }
                        }));
    }
}
