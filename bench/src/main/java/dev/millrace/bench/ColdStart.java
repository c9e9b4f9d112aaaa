package dev.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Starts a function under Lambda's runtime interface client, in a process of its own.
///
/// @param environment its variables, and no other ones
record ColdStart(
        FunctionFiles files, String handler, Map<String, String> environment, String event) {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /// How the JVM is started.
    enum Flags {
        C1("C1 alone"),
        C1_AOT("C1 alone, AOT cache"),
        DEFAULTS("defaults");

        final String title;

        Flags(String title) {
            this.title = title;
        }
    }

    /// From the start of the process to the answer to its first event.
    Duration start(Flags flags) throws Exception {
        return run(options(flags, "-XX:AOTCache="), false);
    }

    /// Records the AOT cache, if these flags need one.
    void train(Flags flags) throws Exception {
        if (flags != Flags.C1_AOT) return;
        var took = run(options(flags, "-XX:AOTCacheOutput="), true);
        if (!Files.exists(cache())) {
            throw new IllegalStateException("no AOT cache was written in " + took);
        }
    }

    /// As Lambda does, classes come from the task root. An AOT cache knows only those of the class
    /// path.
    private List<String> options(Flags flags, String cacheOption) throws IOException {
        var options = new ArrayList<String>();
        var classPath = runtimeClient();
        if (flags != Flags.DEFAULTS) options.add("-XX:TieredStopAtLevel=1");
        if (flags == Flags.C1_AOT) {
            options.add(cacheOption + cache());
            classPath.addAll(files.classPath());
        }
        options.add("-cp");
        options.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
        return options;
    }

    private Path cache() {
        return beside(".aot");
    }

    private Path beside(String suffix) {
        return files.root().resolveSibling(files.root().getFileName() + suffix);
    }

    private static List<Path> runtimeClient() throws IOException {
        try (var archives = Files.list(Project.file("bench/target/runtime-client"))) {
            return new ArrayList<>(archives.sorted().toList());
        }
    }

    /// @param toItsEnd whether to wait until the process has ended
    private Duration run(List<String> options, boolean toItsEnd) throws Exception {
        var command = new ArrayList<String>();
        command.add(Jvm.program());
        command.addAll(options);
        command.addAll(List.of(MAIN, handler));
        var log = beside(".log").toFile();
        var builder =
                new ProcessBuilder(command)
                        .directory(files.root().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log);
        try (var api = new RuntimeApi(event)) {
            builder.environment().clear();
            builder.environment().putAll(environment);
            builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
            builder.environment().put("LAMBDA_TASK_ROOT", files.root().toString());
            builder.environment().put("_HANDLER", handler);
            var began = System.nanoTime();
            var process = builder.start();
            try {
                api.awaitAnswer();
                return Duration.ofNanos(System.nanoTime() - began);
            } finally {
                if (toItsEnd) process.destroy();
                else process.destroyForcibly();
                process.waitFor();
            }
        }
    }
}
