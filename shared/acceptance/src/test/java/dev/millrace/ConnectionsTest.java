package dev.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.lambda.AwsClients;
import dev.millrace.eventsourcing.lambda.BusEvent;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.lambda.TestCall;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.functions.commands.BookingCommands;
import dev.millrace.functions.processes.BookingProcess;
import dev.millrace.functions.processes.PaymentProcess;
import dev.millrace.functions.processes.ProcessTimers;
import dev.millrace.functions.view.BookingView;
import dev.millrace.functions.view.BookingViewRebuild;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The number of connections to DynamoDB that the functions with many parallel calls open. On AWS
/// each connection is a TLS handshake.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConnectionsTest {
    private static final int ENTITIES = 80;
    private static final int CALLERS_OF_A_BATCH = 16;
    private static final int CALLERS_OF_A_SWEEP = 32 + 8;

    @TempDir private Path folder;
    private QuietCloud cloud;
    private CountingProxy proxy;

    @BeforeEach
    void start() throws IOException {
        cloud = QuietCloud.start(folder);
        proxy = new CountingProxy(cloud.cloud().dynamoDb());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        cloud.close();
    }

    @Test
    void a_batch_and_a_rebuild_open_one_connection_for_each_caller() {
        var items = place();
        var batch = StreamBatch.ofItems(items);

        var process = new BookingProcess(variables("BookingProcess"));
        assertThat(StreamBatch.failures(process.handleRequest(batch, null))).isEmpty();
        assertThat(proxy.take()).isBetween(2, CALLERS_OF_A_BATCH);

        var view = new BookingView(variables("BookingView"));
        assertThat(StreamBatch.failures(view.handleRequest(batch, null))).isEmpty();
        assertThat(proxy.take()).isBetween(2, CALLERS_OF_A_BATCH);

        var rebuild = new BookingViewRebuild(variables("BookingViewRebuild"));
        var request = Map.<String, Object>of("operation", "rebuild", "segment", 0, "segments", 1);
        var page = rebuild.handleRequest(request, TestContext.inTime());
        assertThat((Integer) page.get("commits")).isPositive();
        assertThat(proxy.take()).isBetween(2, CALLERS_OF_A_BATCH);
    }

    @Test
    void a_sweep_opens_one_connection_for_each_caller() {
        var payments = new PaymentProcess(variables("PaymentProcess"));
        for (var n = 0; n < ENTITIES; n++) payments.receive(payment("unknown" + n));
        proxy.take();

        var swept = new ProcessTimers(variables("ProcessTimers")).run(TestContext.inTime());

        assertThat(swept).containsEntry("swept", ENTITIES);
        assertThat(proxy.take()).isBetween(2, CALLERS_OF_A_SWEEP);
    }

    /// Places bookings, and returns the items of their journal.
    private List<Map<String, AttributeValue>> place() {
        var commands = new BookingCommands(variables("BookingCommands"));
        for (var n = 0; n < ENTITIES; n++) {
            commands.handle(
                    TestCall.to("POST /bookings")
                            .by("ada")
                            .json("{\"concertId\":\"c1\",\"seats\":[{\"row\":1,\"number\":1}]}")
                            .event());
        }
        assertThat(proxy.take()).isEqualTo(1);
        var table = cloud.cloud().resource("BookingEventsTable");
        try (var dynamoDb =
                new AwsClients(new Environment(variables("BookingCommands"))).dynamoDb()) {
            return dynamoDb.scan(scan -> scan.tableName(table)).items();
        } finally {
            proxy.take();
        }
    }

    private static BusEvent payment(String booking) {
        return new BusEvent(
                booking,
                "PaymentReceived",
                Instant.EPOCH,
                Map.of(
                        "clientId", "ada",
                        "paymentId", "pay-" + booking,
                        "bookingId", booking,
                        "amount", "10.00",
                        "currency", "EUR"));
    }

    private Map<String, String> variables(String function) {
        var variables = new HashMap<>(cloud.function(function, proxy.address()).environment());
        variables.put("UNKNOWN_BOOKING_WAIT", "PT0.001S");
        return variables;
    }

    /// Passes bytes on in both directions.
    private static final class CountingProxy implements AutoCloseable {
        private final ServerSocket server;
        private final URI target;
        private final AtomicInteger connections = new AtomicInteger();

        CountingProxy(URI target) throws IOException {
            this.target = target;
            this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(this::accept);
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort());
        }

        /// The number of connections that were opened since the last call of this method.
        int take() {
            return connections.getAndSet(0);
        }

        private void accept() {
            try {
                while (true) {
                    var client = server.accept();
                    connections.incrementAndGet();
                    var engine = new Socket(target.getHost(), target.getPort());
                    pass(client, engine);
                    pass(engine, client);
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private static void pass(Socket from, Socket to) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (InputStream in = from.getInputStream();
                                OutputStream out = to.getOutputStream()) {
                            in.transferTo(out);
                        } catch (IOException closed) {
                            // One side has closed its connection.
                        }
                    });
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
