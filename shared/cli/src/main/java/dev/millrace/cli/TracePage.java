package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/// A trace as one HTML page: a grid with one column per lane and one row per entry. The page loads
/// nothing. Its Content-Security-Policy lets only its own script run, also if the trace contains
/// another one.
///
/// @param options the deployment's options, to append to each command
record TracePage(Trace trace, String options) {
    String html() {
        var style = resource("trace.css");
        var script = resource("trace.js");
        return ConsolePages.render(
                "page.jte",
                Map.of(
                        "grid",
                        new TraceGrid(trace, options),
                        "style",
                        style,
                        "styleHash",
                        hash(style),
                        "script",
                        script,
                        "scriptHash",
                        hash(script)));
    }

    private static String resource(String name) {
        try (var in = TracePage.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The hash by which a Content-Security-Policy allows a script or a style.
    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException(none); // every JVM has SHA-256
        }
    }
}
