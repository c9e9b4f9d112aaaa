package dev.millrace.cli.aot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs the programs of the JDK that runs this JVM.
final class Jvm {
    private Jvm() {}

    static Path program(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name);
    }

    /// Runs a program of the JDK to its end.
    ///
    /// @throws IOException with the program's output if it failed
    static void run(String name, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(program(name).toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) throw new IOException("%s: %s".formatted(name, output.strip()));
    }
}
