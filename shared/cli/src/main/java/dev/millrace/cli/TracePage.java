package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/// A trace as one HTML page: a grid with a column for each lane and a row for each entry. The page
/// loads nothing, and its policy lets nothing run but its own script, whatever the trace says.
///
/// @param options what to add to a command that the reader is told to run
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

    /// As a Content-Security-Policy names the one script or style that it lets through.
    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException none) {
            throw new IllegalStateException(none); // every Java has it
        }
    }
}
