package dev.millrace.bench;

import dev.millrace.cli.aot.AotArchive;
import dev.millrace.cli.aot.AotArchive.Trained;
import dev.millrace.cli.aot.RuntimeApi;
import dev.millrace.cli.aot.TaskRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Starts a function under Lambda's runtime interface client, in a process of its own.
///
/// @param files the task root, as Lambda's runtime `java25` has it
/// @param environment the function's variables; it inherits no others
record ColdStart(
        TaskRoot files, String handler, Map<String, String> environment, FreshEvent event) {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /// How the JVM is started.
    enum Flags {
        C1("C1 alone"),
        AOT("C1 alone, AOT cache"),
        DEFAULTS("defaults");

        final String title;

        Flags(String title) {
            this.title = title;
        }
    }

    /// The time from the start of the process to the answer to its first event.
    Duration start(Flags flags) throws Exception {
        var command =
                switch (flags) {
                    case AOT -> List.of(aot(files).folder().resolve("bootstrap").toString());
                    case C1 -> java("-XX:TieredStopAtLevel=1");
                    case DEFAULTS -> java();
                };
        return run(command, flags == Flags.AOT ? aot(files) : files);
    }

    /// Makes the archive that `./millrace aot` makes, unless it exists.
    ///
    /// @param functions all functions that are started from the archive
    static void train(TaskRoot files, List<ColdStart> functions) throws Exception {
        var archive = beside(files, ".zip");
        if (Files.exists(archive)) return;
        files.pack(archive);
        AotArchive.make(
                TaskRoot.unpack(archive, aot(files).folder()),
                functions.stream().map(ColdStart::trained).toList(),
                InstantSource.system(),
                Files.createDirectory(beside(files, "-training")));
    }

    private Trained trained() {
        return new Trained(handler, environment, List.of(event.next()));
    }

    private static TaskRoot aot(TaskRoot files) {
        return new TaskRoot(beside(files, "-aot"));
    }

    private static Path beside(TaskRoot files, String suffix) {
        return files.folder().resolveSibling(files.folder().getFileName() + suffix);
    }

    /// Starts Java as Lambda's runtime does: the classes of the function come from the task root.
    private static List<String> java(String... options) throws IOException {
        var command = new ArrayList<>(List.of(Jvm.program()));
        command.addAll(List.of(options));
        var client = Project.file("shared/cli/target/classes/dev/millrace/cli/aot");
        try (var files = Files.list(client)) {
            var jars = files.map(Path::toString).filter(file -> file.endsWith(".jar"));
            command.addAll(List.of("-cp", jars.sorted().collect(Collectors.joining(":")), MAIN));
        }
        return command;
    }

    private Duration run(List<String> program, TaskRoot root) throws Exception {
        var command = new ArrayList<>(program);
        if (program.size() > 1) command.add(handler);
        var builder =
                new ProcessBuilder(command)
                        .directory(root.folder().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(beside(files, ".log").toFile());
        try (var api = new RuntimeApi(List.of(event.next()), InstantSource.system())) {
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().put("PATH", "/usr/bin:/bin");
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
            builder.environment().put("LAMBDA_TASK_ROOT", root.folder().toString());
            builder.environment().put("_HANDLER", handler);
            var began = System.nanoTime();
            var process = builder.start();
            try {
                api.awaitAnswer();
                return Duration.ofNanos(System.nanoTime() - began);
            } finally {
                process.destroyForcibly();
                process.waitFor();
            }
        }
    }
}
