package dev.millrace.demo;

import dev.millrace.cli.CliCommand;
import dev.millrace.cli.Millrace;
import dev.millrace.cli.ServiceCommand;
import dev.millrace.cli.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs the benchmarks in a separate JVM, with the JVM's default flags and with the booking's rules
/// and functions on the class path.
@Command(
        name = "bench",
        description = {
            "Measures the library, the booking and the local cloud, and prints tables.",
            "docs/benchmarks.md explains what is measured, and how."
        },
        mixinStandardHelpOptions = true)
public final class BenchCommand extends CliCommand implements ServiceCommand {
    @Option(
            names = "--full",
            description = "All sizes and repetitions. Without it, the run takes some minutes.")
    private boolean full;

    @Option(names = "--save", description = "Writes the tables into docs/benchmarks.md.")
    private boolean saves;

    @Parameters(paramLabel = "NAME", description = "Runs only these benchmarks.")
    private List<String> names = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (saves && !names.isEmpty()) {
            throw wrongUse("--save writes all figures: use it without NAME");
        }
        var module = Millrace.root().resolve("bench/target");
        var classPath = module.resolve("classpath");
        if (!Files.exists(classPath)) {
            throw new UserMistake("the benchmarks are not built: mvn package -DskipTests");
        }
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow"); // JMH uses Unsafe
        command.add("-Dmillrace.root=" + Millrace.root());
        command.add("-cp");
        command.add(module.resolve("classes") + ":" + Files.readString(classPath).strip());
        command.add("dev.millrace.bench.Bench");
        if (full) command.add("--full");
        if (saves) command.add("--save");
        command.addAll(names);
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
