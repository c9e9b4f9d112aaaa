package dev.millrace.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Lambda's runtime API for one function: it hands out one event, and waits for the answer.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
final class RuntimeApi implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String ROOT = "/2018-06-01/runtime/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean handedOut = new AtomicBoolean();
    private final CompletableFuture<String> answer = new CompletableFuture<>();

    RuntimeApi(String event) throws IOException {
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(ROOT + "invocation/next", exchange -> next(exchange, event));
        server.createContext(ROOT, this::hear);
        server.start();
    }

    /// What the function finds in `AWS_LAMBDA_RUNTIME_API`.
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Waits for the function's answer.
    ///
    /// @throws java.util.concurrent.ExecutionException if the function failed
    String awaitAnswer() throws Exception {
        return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// The second call is answered never: Lambda freezes a function that has nothing to do.
    private void next(HttpExchange exchange, String event) throws IOException {
        if (handedOut.getAndSet(true)) return;
        var headers = exchange.getResponseHeaders();
        headers.add("Content-Type", "application/json");
        headers.add("Lambda-Runtime-Aws-Request-Id", "request-1");
        headers.add(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(System.currentTimeMillis() + TIMEOUT.toMillis()));
        headers.add(
                "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:eu-central-1:000000000000:function:bench");
        var bytes = event.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void hear(HttpExchange exchange) throws IOException {
        var said = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (exchange.getRequestURI().getPath().endsWith("/response")) answer.complete(said);
        else
            answer.completeExceptionally(new IllegalStateException("the function failed: " + said));
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
