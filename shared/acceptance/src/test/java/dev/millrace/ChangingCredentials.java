package dev.millrace;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// Gives out credentials as Lambda does: other ones each time, which expire soon. It also stands in
/// for DynamoDB: it accepts every signed call and answers that there is nothing.
final class ChangingCredentials implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("Credential=(\\w+)/");
    private static final JsonMapper JSON = new JsonMapper();

    private final AtomicInteger given = new AtomicInteger();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private record Call(
            String operation, String key, int callersPort, Instant when, JsonNode body) {}

    ChangingCredentials() throws IOException {
        var loopback = InetAddress.getLoopbackAddress();
        this.server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        server.createContext("/credentials", this::give);
        server.createContext("/", this::take);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The variables that make the SDK ask here for credentials.
    Map<String, String> variables() {
        return Map.of("AWS_CONTAINER_CREDENTIALS_FULL_URI", url() + "/credentials");
    }

    /// The ids of the access keys that signed the calls of an operation.
    List<String> usedTo(String operation) {
        return calls(operation).stream().map(Call::key).toList();
    }

    /// The port of the caller, which identifies its connection, at the first call of an operation.
    int callersPort(String operation) {
        return calls(operation).getFirst().callersPort();
    }

    /// When the first call of an operation came.
    Instant when(String operation) {
        return calls(operation).getFirst().when();
    }

    /// A text attribute of the first item that was sent with an operation.
    String sent(String operation, String attribute) {
        var item = calls(operation).getFirst().body().path("Item");
        return item.path(attribute).path("S").asText();
    }

    private List<Call> calls(String operation) {
        return calls.stream().filter(call -> call.operation().equals(operation)).toList();
    }

    /// The credentials are valid for half a minute. The SDK asks again as soon as less than a
    /// minute is left.
    private void give(HttpExchange exchange) throws IOException {
        var credentials =
                Map.of(
                        "AccessKeyId",
                        "key" + given.incrementAndGet(),
                        "SecretAccessKey",
                        "secret",
                        "Token",
                        "token",
                        "Expiration",
                        Instant.now().plus(Duration.ofSeconds(30)).toString());
        answer(exchange, JSON.writeValueAsString(credentials));
    }

    private void take(HttpExchange exchange) throws IOException {
        var key = KEY.matcher(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!key.find()) throw new IOException("not signed");
        var operation = exchange.getRequestHeaders().getFirst("X-Amz-Target").split("\\.", 2)[1];
        var body = JSON.readTree(exchange.getRequestBody());
        var port = exchange.getRemoteAddress().getPort();
        calls.add(new Call(operation, key.group(1), port, Instant.now(), body));
        answer(exchange, "{}");
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        var bytes = json.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        try (var body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
