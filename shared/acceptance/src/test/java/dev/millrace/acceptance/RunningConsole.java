package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;

import dev.millrace.cli.Millrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;

/// `./millrace console` on a local cloud, and a client that reads its pages without running
/// scripts.
final class RunningConsole implements AutoCloseable {
    private final StringWriter out = new StringWriter();
    private final HttpClient browser = HttpClient.newHttpClient();
    private final Thread command;
    private final URI address;

    RunningConsole(URI api) {
        command =
                Thread.ofVirtual()
                        .start(() ->
                                Millrace.commandLine(InstantSource.system())
                                        .setOut(new PrintWriter(out))
                                        .setErr(new PrintWriter(new StringWriter()))
                                        .execute("console", "--endpoint-url", api.toString()));
        await().until(() -> out.toString().endsWith(System.lineSeparator()));
        address = URI.create(out.toString().strip().replaceFirst("^Console: ", ""));
    }

    /// The contents of a page.
    String view(String path) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(address.resolve("/view" + path))
                        .header("Millrace-Token", address.getFragment())
                        .build();
        return browser.send(request, BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        command.interrupt();
    }
}
