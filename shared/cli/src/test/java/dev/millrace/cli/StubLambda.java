package dev.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A stub of Lambda's Invoke on loopback. It answers what the test defines, and records the calls.
final class StubLambda implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Function<Call, Answer> answers;

    /// @param accessKey the access key that signed it; empty if it is not signed
    record Call(String function, String accessKey, JsonNode request) {
        String operation() {
            return request.path("operation").asText();
        }
    }

    record Answer(int status, Map<String, String> headers, String body) {
        static Answer of(String json) {
            return new Answer(200, Map.of(), json.replace('\'', '"'));
        }

        static Answer functionError(String json) {
            return new Answer(
                    200, Map.of("X-Amz-Function-Error", "Unhandled"), json.replace('\'', '"'));
        }

        static Answer rejection(int status, String type, String message) {
            return new Answer(
                    status,
                    Map.of("x-amzn-ErrorType", type),
                    JSON.createObjectNode().put("Message", message).toString());
        }

        /// Closes the connection without an answer.
        static Answer brokenOff() {
            return new Answer(0, Map.of(), "");
        }
    }

    private StubLambda(HttpServer server, Function<Call, Answer> answers) {
        this.server = server;
        this.answers = answers;
    }

    static StubLambda answering(Function<Call, Answer> answers) {
        try {
            var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var stub = new StubLambda(HttpServer.create(loopback, 0), answers);
            stub.server.setExecutor(stub.threads);
            stub.server.createContext("/", stub::handle);
            stub.server.start();
            return stub;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// @param json with single quotes instead of double quotes
    static StubLambda always(String json) {
        return answering(_ -> Answer.of(json));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// The calls in the order of their arrival.
    List<Call> calls() {
        return List.copyOf(calls);
    }

    List<String> requests() {
        return calls.stream().map(call -> call.request().toString().replace('"', '\'')).toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call = call(exchange);
            calls.add(call);
            var answer = answers.apply(call);
            if (answer.status() == 0) return;
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Call call(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath().split("/", -1);
        if (path.length != 5 || !path[4].equals("invocations")) {
            throw new IOException("no invocation: " + exchange.getRequestURI());
        }
        try {
            return new Call(path[3], accessKey(exchange), JSON.readTree(exchange.getRequestBody()));
        } catch (JsonProcessingException noJson) {
            throw new IOException(noJson);
        }
    }

    private static String accessKey(HttpExchange exchange) {
        var signature = exchange.getRequestHeaders().getFirst("Authorization");
        return signature == null ? "" : signature.replaceAll(".*Credential=([^/]*).*", "$1");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
