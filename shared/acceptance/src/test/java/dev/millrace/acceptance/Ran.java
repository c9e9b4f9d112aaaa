package dev.millrace.acceptance;

import dev.millrace.cli.Millrace;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.stream.Stream;

/// The result of an operator's command on a local cloud: its exit code and both of its outputs.
record Ran(int exitCode, String out, String err) {
    static Ran on(URI api, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var endpoint = Stream.of("--endpoint-url", api.toString());
        var exitCode =
                Millrace.commandLine(InstantSource.system())
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(
                                Stream.concat(Stream.of(arguments), endpoint)
                                        .toArray(String[]::new));
        return new Ran(exitCode, out.toString(), err.toString());
    }
}
