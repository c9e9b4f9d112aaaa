package dev.millrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The result of a command: its exit code, stdout and stderr.
record Ran(int exitCode, String out, String err) {
    /// Runs a command in this JVM, without a terminal.
    static Ran millrace(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var exitCode =
                Millrace.commandLine(InstantSource.system())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new Ran(exitCode, out.toString(), err.toString());
    }

    /// Runs a command in this JVM, on a stub of Lambda.
    static Ran on(StubLambda lambda, String... arguments) {
        return on(lambda.url(), arguments);
    }

    static Ran on(URI url, String... arguments) {
        var endpoint = Stream.of("--endpoint-url", url.toString());
        return millrace(Stream.concat(Stream.of(arguments), endpoint).toArray(String[]::new));
    }

    /// Runs a command in its own JVM. Its user has no AWS settings except these, and `root` as
    /// home.
    static Ran alone(Path root, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var out = Files.createTempFile(root, "out", ".txt");
        var err = Files.createTempFile(root, "err", ".txt");
        var command = jvm(root);
        command.addAll(List.of(arguments));
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        setUser(builder, root, environment);
        var process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// Replaces the AWS and proxy settings of this machine's user by those of a test.
    static void setUser(ProcessBuilder builder, Path home, Map<String, String> environment) {
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(?i)AWS_.*|.*_PROXY|JAVA_TOOL_OPTIONS"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().putAll(environment);
    }

    /// The command line of that JVM, up to the arguments.
    static List<String> jvm(Path root) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-Dmillrace.root=" + root, "-Duser.home=" + root));
        command.addAll(List.of("-cp", classPath(), Millrace.class.getName()));
        return command;
    }

    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
