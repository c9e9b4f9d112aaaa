package dev.millrace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.eventsourcing.lambda.crac.Core;
import dev.millrace.local.functions.FunctionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The result of a function's first event after a checkpoint, in a JVM of its own.
///
/// @param output everything that the JVM printed; the answer is its last line
/// @param loaded the classes that the event loaded: ours, Jackson's and the SDK's
record RestoredFunction(String output, List<String> loaded) {
    private static final Pattern COUNTED =
            Pattern.compile(
                    "\\[class,load\\] ((?:dev\\.millrace|com\\.fasterxml\\.jackson|software\\.amazon\\.awssdk)\\.\\S+)");

    static RestoredFunction given(FunctionSpec function, Path event, Path folder)
            throws IOException, InterruptedException {
        var somebody = Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test");
        return given(function, somebody, event, folder);
    }

    /// @param credentials the variables that give the function its credentials
    static RestoredFunction given(
            FunctionSpec function, Map<String, String> credentials, Path event, Path folder)
            throws IOException, InterruptedException {
        var log = folder.resolve(function.id() + ".classes");
        var java =
                new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xshare:auto",
                        "-Xlog:class+load=info:file=" + log,
                        "-Dorg.crac.Core.Compat=" + Core.class.getPackageName(),
                        "-cp",
                        System.getProperty("surefire.test.class.path"),
                        FirstEvent.class.getName(),
                        function.handlerClass(),
                        event.toString());
        java.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        java.environment().putAll(function.environment());
        java.environment().putAll(credentials);
        var process = java.redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) throw new AssertionError(output);
        return new RestoredFunction(output, loaded(log));
    }

    String answer() {
        return output.lines().toList().getLast();
    }

    private static List<String> loaded(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .dropWhile(line -> !line.contains(FirstEvent.class.getName() + "$Begins"))
                .takeWhile(line -> !line.contains(FirstEvent.class.getName() + "$Ended"))
                .skip(1)
                .flatMap(line -> COUNTED.matcher(line).results())
                .map(match -> match.group(1))
                .toList();
    }
}
