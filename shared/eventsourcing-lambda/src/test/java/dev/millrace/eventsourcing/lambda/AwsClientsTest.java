package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.eventsourcing.Threads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Connections are reused, because each new one costs a TLS handshake on AWS.
@DisplayNameGeneration(ReplaceUnderscores.class)
class AwsClientsTest {
    private static final int CALLERS = 32;
    private static final int BATCHES = 20;

    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            connections.add(exchange.getRemoteAddress());
            calls.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(UTF_8));
        }
    }

    @Test
    void concurrent_callers_need_one_connection_each_however_often_they_call() {
        var variables =
                Map.of(
                        "AWS_REGION",
                        "eu-central-1",
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        "http://127.0.0.1:" + server.getAddress().getPort());
        try (var dynamoDb = new AwsClients(new Environment(variables)).dynamoDb()) {
            var item = Map.of("pk", AttributeValue.fromS("1"));
            Runnable call = () -> dynamoDb.putItem(put -> put.tableName("items").item(item));

            for (var batch = 0; batch < BATCHES; batch++) {
                try (var tasks = Threads.virtual().open(CALLERS)) {
                    Collections.nCopies(CALLERS, call).forEach(tasks::execute);
                }
            }
        }

        assertThat(calls).hasValue(CALLERS * BATCHES);
        assertThat(connections).hasSizeLessThanOrEqualTo(CALLERS);
    }
}
