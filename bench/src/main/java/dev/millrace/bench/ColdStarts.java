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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Measures the first event of a cold function, under Lambda's runtime interface client and without
/// SnapStart. It compares the function with a plain handler under the same flags: one with the same
/// AWS calls, and one with a single put.
final class ColdStarts implements Benchmark {
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
                        "its calls",
                        "JVM",
                        "function's ms",
                        "plain handler's ms",
                        "function to plain",
                        "function to one put");
        var folder = Files.createTempDirectory("millrace-bench-");
        try (var cloud = cloud(folder)) {
            var wanted = functions(cloud, scale.started());
            for (var function : wanted) {
                var starts = Starts.of(function, functions(cloud, List.of()), folder);
                for (var flags : List.of(Flags.values()).subList(0, scale.jvms())) {
                    if (flags == Flags.AOT) starts.train();
                    row(table, function.id(), flags, starts, scale.starts());
                }
            }
        } finally {
            TaskRoot.delete(folder);
        }
        return List.of(table);
    }

    private static void row(Table table, String function, Flags flags, Starts starts, int pairs)
            throws Exception {
        var toSame = measure(pairs, flags, starts.ours(), starts.sameCalls());
        var toPut = measure(pairs, flags, starts.ours(), starts.onePut());
        table.row(
                function,
                String.join(", ", starts.calls()),
                flags.title,
                toSame.ours(Double::doubleValue),
                toSame.theirs(Double::doubleValue),
                toSame.ratio(Double::doubleValue),
                toPut.ratio(Double::doubleValue));
    }

    private static Pairs<Double> measure(int pairs, Flags flags, ColdStart ours, ColdStart plain)
            throws Exception {
        return Pairs.measure(
                pairs,
                () -> Numbers.millis(ours.start(flags)),
                () -> Numbers.millis(plain.start(flags)));
    }

    /// The starts of a function and of the plain handler, which makes the calls of the function's
    /// first event, or a single put.
    ///
    /// @param archive a start of each function of the archive
    private record Starts(
            ColdStart ours,
            List<String> calls,
            ColdStart sameCalls,
            ColdStart onePut,
            List<ColdStart> archive) {
        static Starts of(FunctionSpec function, List<FunctionSpec> all, Path folder)
                throws Exception {
            var archive = Project.file(function.codeUri().orElseThrow());
            var files = new TaskRoot(folder.resolve(archive.getName(archive.getNameCount() - 3)));
            if (!Files.exists(files.folder())) TaskRoot.unpack(archive, files.folder());
            var plain = withPlainHandler(archive, folder.resolve(function.id() + "-plain"));
            var calls =
                    FirstCalls.of(
                            function.handlerClass(),
                            environment(function),
                            FreshEvent.of(function.id()).next());
            var together = new ArrayList<ColdStart>();
            for (var one : all) {
                if (one.codeUri().equals(function.codeUri())) together.add(ours(files, one));
            }
            return new Starts(
                    ours(files, function),
                    calls,
                    plain(plain, all, calls),
                    plain(plain, all, List.of("PutItem")),
                    together);
        }

        void train() throws Exception {
            ColdStart.train(ours.files(), archive);
            ColdStart.train(onePut.files(), List.of(onePut, sameCalls));
        }

        private static ColdStart ours(TaskRoot files, FunctionSpec function) throws IOException {
            return new ColdStart(
                    files,
                    function.handlerClass(),
                    environment(function),
                    FreshEvent.of(function.id()));
        }

        private static ColdStart plain(
                TaskRoot files, List<FunctionSpec> all, List<String> operations) {
            var environment = new HashMap<String, String>();
            for (var function : all) environment.putAll(environment(function));
            return new ColdStart(
                    files,
                    PlainHandler.class.getName(),
                    environment,
                    new FreshEvent(PlainHandler.event(operations)));
        }
    }

    /// Unpacks a function's archive and adds the plain handler.
    private static TaskRoot withPlainHandler(Path archive, Path folder) throws Exception {
        var root = TaskRoot.unpack(archive, folder);
        var code = PlainHandler.class.getProtectionDomain().getCodeSource().getLocation();
        var name = PlainHandler.class.getName().replace('.', '/');
        var classes = Path.of(code.toURI()).resolve(name).getParent();
        var target = Files.createDirectories(folder.resolve(name).getParent());
        try (var files = Files.newDirectoryStream(classes, "PlainHandler*.class")) {
            for (var file : files) Files.copy(file, target.resolve(file.getFileName()));
        }
        return root;
    }

    /// Tables, queues and a bus. Streams, schedules and rules are off: nothing runs by itself.
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
}
