package dev.millrace.bench;

import dev.millrace.local.SdkSettings;
import dev.millrace.local.store.DynamoDbEndpoint;
import dev.millrace.local.store.EmbeddedEngine;
import dev.millrace.local.store.TableFaults;
import dev.millrace.local.store.Tables;
import dev.millrace.local.template.Place;
import dev.millrace.local.template.Template;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// DynamoDB Local in a process of its own, with the tables of template.yaml, so that its processor
/// time does not count as its caller's.
final class EngineProcess implements AutoCloseable {
    private static final Place PLACE =
            new Place(
                    "bench",
                    "eu-central-1",
                    URI.create("http://localhost"),
                    URI.create("http://localhost"));

    private final Process process;
    private final URI endpoint;

    private EngineProcess(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /// Returns when the engine answers.
    static EngineProcess start() throws IOException {
        SdkSettings.set();
        var process =
                new ProcessBuilder(Jvm.java(EngineProcess.class.getName()))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        var port = process.inputReader().readLine();
        if (port == null) throw new IOException("DynamoDB Local did not start");
        return new EngineProcess(process, URI.create("http://127.0.0.1:" + port));
    }

    URI endpoint() {
        return endpoint;
    }

    static String journalTable() {
        return template().resource("BookingEventsTable").orElseThrow().name();
    }

    private static Template template() {
        return Template.read(Project.template(), Map.of(), PLACE);
    }

    @Override
    public void close() {
        process.destroy();
    }

    /// Prints its port. Ends with its standard input: it never outlives its parent process.
    public static void main(String[] arguments) throws IOException {
        try (var engine = EmbeddedEngine.start(Optional.empty());
                var server =
                        DynamoDbEndpoint.bind(InetSocketAddress.createUnresolved("127.0.0.1", 0))) {
            var tables = new Tables(engine.tables());
            template().all("AWS::DynamoDB::Table").forEach(tables::create);
            server.serve(engine, new TableFaults(), _ -> {});
            System.out.println(server.port());
            while (System.in.read() >= 0) {}
        }
    }
}
