package dev.millrace.cli;

import dev.millrace.cli.aot.AotArchive;
import dev.millrace.cli.aot.AotArchive.Trained;
import dev.millrace.cli.aot.TaskRoot;
import dev.millrace.local.functions.FunctionSpec;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Template;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Adds a Java runtime and an AOT cache to the functions' archives, for Lambda's runtime
/// `provided.al2023`.
@Command(
        name = "aot",
        description =
                "Adds a Java runtime and an AOT cache to the functions' archives, for starts without"
                        + " SnapStart.",
        mixinStandardHelpOptions = true)
final class AotCommand extends CliCommand {
    private static final URI NONE = URI.create("http://127.0.0.1:1");
    private static final Map<String, String> ARCHITECTURES =
            Map.of("amd64", "x86_64", "aarch64", "arm64");

    private final InstantSource clock;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "The SAM template. Default: template.yaml of this project.")
    private Path template = Millrace.root().resolve("template.yaml");

    @Parameters(
            paramLabel = "FUNCTION",
            arity = "0..*",
            description = "Names of functions in the template. Default: all functions.")
    private Set<String> names = Set.of();

    AotCommand(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var architecture = ARCHITECTURES.get(System.getProperty("os.arch"));
        if (architecture == null || !System.getProperty("os.name").equals("Linux")) {
            throw new UserMistake(
                    "an AOT cache works only on the system that makes it: run this on Linux on x86_64"
                            + " or arm64, as Lambda does");
        }
        var all = functions();
        for (var archive : archives(all)) {
            make(archive, all.stream().filter(one -> archive(one).equals(archive)).toList());
        }
        out().printf(
                        "%nDeploy them with JavaRuntime=provided.al2023 Architecture=%s (sam deploy --parameter-overrides …).%n",
                        architecture);
        return 0;
    }

    private List<FunctionSpec> functions() {
        var place = new Place("stack", "eu-central-1", NONE, NONE);
        var functions = FunctionSpec.all(Template.read(template, Map.of(), place), Map.of());
        var known = functions.stream().map(FunctionSpec::id).toList();
        for (var name : names) {
            if (known.contains(name)) continue;
            throw new UserMistake(
                    "%s has no function %s: its functions are %s"
                            .formatted(template, Printable.line(name), known));
        }
        return functions;
    }

    /// The archives of the requested functions. All functions of such an archive are trained.
    private Set<Path> archives(List<FunctionSpec> functions) {
        return functions.stream()
                .filter(function -> names.isEmpty() || names.contains(function.id()))
                .map(this::archive)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Path archive(FunctionSpec function) {
        return template.resolveSibling(function.codeUri().orElse("the template's inline code"));
    }

    private void make(Path archive, List<FunctionSpec> functions)
            throws IOException, InterruptedException {
        var names = functions.stream().map(FunctionSpec::id).collect(Collectors.joining(", "));
        if (!Files.isRegularFile(archive)) {
            throw new UserMistake(
                    "%s is not built: run mvn package -DskipTests first".formatted(archive));
        }
        var work = Files.createTempDirectory("millrace-aot-");
        try {
            var root = TaskRoot.unpack(archive, work.resolve("task"));
            if (root.isAot()) {
                out().printf("%s: the archive has an AOT cache already%n", names);
                return;
            }
            var trained = new ArrayList<Trained>();
            for (var function : functions) trained.add(trained(function));
            AotArchive.make(root, trained, clock, work);
            var packed = archive.resolveSibling(archive.getFileName() + ".part");
            root.pack(packed);
            Files.move(packed, archive, StandardCopyOption.REPLACE_EXISTING);
            out().printf("%s: %s MB%n", names, Files.size(archive) / 1_000_000);
            out().flush();
        } catch (IOException failed) {
            throw new UserMistake(
                    "%s: no AOT cache could be made: %s".formatted(archive, failed.getMessage()));
        } finally {
            TaskRoot.delete(work);
        }
    }

    private Trained trained(FunctionSpec function) throws IOException {
        return new Trained(function.handlerClass(), function.environment(), events(function.id()));
    }

    /// The function's sample events. Without a folder of samples, it is one empty event.
    private List<String> events(String function) throws IOException {
        var folder = template.resolveSibling("events").resolve(function);
        if (!Files.isDirectory(folder)) return List.of("{}");
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(AotCommand::read)
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw PageFile.mistake(file, failed);
        }
    }
}
