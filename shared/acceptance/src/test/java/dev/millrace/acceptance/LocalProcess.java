package dev.millrace.acceptance;

import dev.millrace.TemplateFile;
import dev.millrace.cli.Millrace;
import dev.millrace.cli.ServiceClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `./millrace local` in a JVM of its own, that can be killed.
final class LocalProcess implements AutoCloseable {
    private static final String LISTENS = "HTTP API and bus";

    private final Process process;
    private final URI api;

    private LocalProcess(Process process, URI api) {
        this.process = process;
        this.api = api;
    }

    /// Starts it on free ports, and answers once it listens.
    static LocalProcess start(Path root, String... options) throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(
                List.of("-Dmillrace.root=" + root, "-cp", classPath(), Millrace.class.getName()));
        command.addAll(List.of("local", "--port", "0", "--dynamodb-port", "0"));
        command.addAll(
                List.of("--template", TemplateFile.ROOT.resolve("template.yaml").toString()));
        command.addAll(List.of(options));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = process.inputReader();
        var api = listensAt(output);
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
        return new LocalProcess(process, api);
    }

    ServiceClient client() {
        return new ServiceClient(api, api, "millrace-local-bus", Thread::sleep);
    }

    /// Ends it at whatever instruction it is.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private static URI listensAt(BufferedReader output) {
        var said = new StringBuilder();
        try {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (line.contains(LISTENS)) return URI.create(line.replace(LISTENS, "").strip());
                said.append(line).append('\n');
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        throw new IllegalStateException("it ended: " + said);
    }

    static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
