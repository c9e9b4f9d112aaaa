package dev.millrace.acceptance;

import dev.millrace.TemplateFile;
import dev.millrace.cli.Millrace;
import dev.millrace.demo.ServiceClient;
import dev.millrace.local.LocalCloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The service on a local cloud in a JVM of its own, which a test can kill.
final class LocalProcess implements AutoCloseable {
    private static final String LISTENS = "listens at ";

    private final Process process;
    private final URI api;

    private LocalProcess(Process process, URI api) {
        this.process = process;
        this.api = api;
    }

    /// What runs in that JVM, until it is killed.
    public static void main(String[] arguments) throws InterruptedException {
        var options =
                TemplateFile.local()
                        .withData(Path.of(arguments[0]))
                        .withParameters(Map.of("ReservationHold", arguments[1]))
                        .withScheduleEvery(Duration.ofSeconds(1));
        try (var cloud = LocalCloud.start(options)) {
            System.out.println(LISTENS + cloud.api());
            Thread.sleep(Duration.ofHours(1));
        }
    }

    /// Starts it on free ports, and returns once it listens.
    ///
    /// @param data the folder for everything that it stores
    static LocalProcess start(Path data, String hold) throws IOException {
        return start(data, hold, Map.of());
    }

    /// @param environment variables besides those of this JVM
    static LocalProcess start(Path data, String hold, Map<String, String> environment)
            throws IOException {
        var process = run(LocalProcess.class, environment, data.toString(), hold);
        var output = process.inputReader();
        var api = listensAt(output);
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
        return new LocalProcess(process, api);
    }

    ServiceClient client() {
        return new ServiceClient(api, api, "millrace-local-bus", Thread::sleep);
    }

    /// The output of an operator's command on it, in a JVM of its own.
    String millrace(Map<String, String> environment, String... command) throws IOException {
        var arguments = Stream.concat(Stream.of(command), Stream.of("--endpoint-url=" + api));
        return run(Millrace.class, environment, arguments.toArray(String[]::new))
                .inputReader()
                .readAllAsString();
    }

    private static Process run(Class<?> main, Map<String, String> environment, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-Dmillrace.root=" + TemplateFile.ROOT, "-cp", classPath()));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /// Kills it at any instruction.
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
        throw new IllegalStateException("the local cloud ended: " + said);
    }

    static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
