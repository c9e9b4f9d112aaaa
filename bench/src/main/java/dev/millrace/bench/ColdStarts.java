package dev.millrace.bench;

import dev.millrace.bench.ColdStart.Flags;
import dev.millrace.cli.aot.TaskRoot;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import dev.millrace.local.functions.FunctionSpec;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How long the first event of a cold function takes, under Lambda's runtime interface client and
/// without SnapStart, against a plain handler with one put under the same flags.
final class ColdStarts implements Benchmark {
    /// Each function's first event, of the folder `events`.
    private static final Map<String, String> EVENTS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("BookingCommands", "place"),
                            Map.entry("BookingExpiry", "sweep"),
                            Map.entry("BookingProcess", "placed"),
                            Map.entry("BookingQueries", "list"),
                            Map.entry("BookingView", "placed"),
                            Map.entry("BookingViewRebuild", "size"),
                            Map.entry("Concerts", "put"),
                            Map.entry("Notifications", "settled"),
                            Map.entry("PaymentProcess", "paid"),
                            Map.entry("ProcessOperations", "parked"),
                            Map.entry("ProcessTimers", "sweep")));

    @Override
    public String name() {
        return "cold-starts";
    }

    /// Whether the functions' archives are built.
    static boolean isPossible() {
        return Files.exists(Project.file("functions/booking-commands/target/function.zip"));
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        if (!isPossible()) {
            throw new IllegalStateException("the functions are not built: mvn package -DskipTests");
        }
        var table =
                new Table(
                        "From the start of a function's process to the answer to its first event, in ms. C1 alone is `-XX:TieredStopAtLevel=1`. Medians and quartiles of %s pairs."
                                .formatted(scale.starts()),
                        "function",
                        "JVM",
                        "function's ms",
                        "plain handler's ms",
                        "function to plain");
        var folder = Files.createTempDirectory("millrace-bench-");
        try (var cloud = cloud(folder)) {
            for (var function : functions(cloud, scale.started())) {
                var archive = Project.file(function.codeUri().orElseThrow());
                var ours =
                        new ColdStart(
                                TaskRoot.unpack(archive, folder.resolve(function.id())),
                                function.handlerClass(),
                                environment(function),
                                event(function.id()));
                var plain =
                        new ColdStart(
                                plain(archive, folder.resolve(function.id() + "-plain")),
                                PlainHandler.class.getName(),
                                plainEnvironment(function, cloud),
                                "{}");
                for (var flags : List.of(Flags.values()).subList(0, scale.jvms())) {
                    measure(table, function, flags, ours, plain, scale.starts());
                }
            }
        } finally {
            TaskRoot.delete(folder);
        }
        return List.of(table);
    }

    /// The plain handler, added to what a function's archive has.
    private static TaskRoot plain(Path archive, Path folder) throws IOException {
        var name = PlainHandler.class.getName().replace('.', '/') + ".class";
        var root = TaskRoot.unpack(archive, folder);
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (var content = ClassLoader.getSystemResourceAsStream(name)) {
            if (content == null) throw new IOException(name + " is not on the class path");
            Files.copy(content, file);
        }
        return root;
    }

    private static void measure(
            Table table,
            FunctionSpec function,
            Flags flags,
            ColdStart ours,
            ColdStart plain,
            int pairs)
            throws Exception {
        ours.train(flags);
        plain.train(flags);
        var starts =
                Pairs.measure(
                        pairs,
                        () -> Numbers.millis(ours.start(flags)),
                        () -> Numbers.millis(plain.start(flags)));
        table.row(
                function.id(),
                flags.title,
                starts.ours(Double::doubleValue),
                starts.theirs(Double::doubleValue),
                starts.ratio(Double::doubleValue));
    }

    /// Tables, queues and a bus, on which nothing happens by itself.
    static LocalCloud cloud(Path folder) throws IOException {
        var template = folder.resolve("template.yaml");
        Files.writeString(
                template,
                Files.readString(Project.template())
                        .replaceAll(
                                "(Type: (?:DynamoDB|Schedule)\n( +)Properties:\n)",
                                "$1$2  Enabled: false\n")
                        .replaceAll(
                                "(Type: EventBridgeRule\n( +)Properties:\n)",
                                "$1$2  State: DISABLED\n"));
        return LocalCloud.start(
                LocalCloudOptions.of(template).withClasses(ColdStarts.class.getClassLoader()));
    }

    static List<FunctionSpec> functions(LocalCloud cloud, List<String> names) {
        var place = new Place("millrace-local", "eu-central-1", cloud.api(), cloud.api());
        var template = Template.read(Project.template(), Map.of(), place);
        var always =
                Map.of(
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_ACCESS_KEY_ID",
                        "local",
                        "AWS_SECRET_ACCESS_KEY",
                        "local",
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        cloud.dynamoDb().toString(),
                        "AWS_ENDPOINT_URL_EVENTBRIDGE",
                        cloud.eventBridge().toString(),
                        "AWS_ENDPOINT_URL_SQS",
                        cloud.api().toString());
        return FunctionSpec.all(template, always).stream()
                .filter(function -> names.isEmpty() || names.contains(function.id()))
                .toList();
    }

    static Map<String, String> environment(FunctionSpec function) {
        var environment = new HashMap<>(function.environment());
        environment.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
        return environment;
    }

    private static Map<String, String> plainEnvironment(FunctionSpec function, LocalCloud cloud) {
        var environment = environment(function);
        environment.put("BOOKING_EVENTS_TABLE", cloud.resource("BookingEventsTable"));
        return environment;
    }

    static String event(String function) throws IOException {
        var event = EVENTS.get(function);
        if (event == null) throw new IOException("no event is known for " + function);
        return Files.readString(Project.file("events/%s/%s.json".formatted(function, event)));
    }
}
