package dev.millrace.cli.aot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Lambda's runtime API for one function. It hands out events one after the other, and waits for
/// the answers. After the last event it does not answer any more, as Lambda freezes an idle
/// function.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
public final class RuntimeApi implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String ROOT = "/2018-06-01/runtime/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<String> events;
    private final InstantSource clock;
    private final LinkedBlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

    private record Answer(boolean failed, String payload) {}

    /// @param clock of the deadlines
    public RuntimeApi(List<String> events, InstantSource clock) throws IOException {
        this.clock = clock;
        this.events = new ConcurrentLinkedQueue<>(events);
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(ROOT + "invocation/next", this::next);
        server.createContext(ROOT, this::receive);
        server.start();
    }

    /// The value of `AWS_LAMBDA_RUNTIME_API`.
    public String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Waits for the function's next answer.
    ///
    /// @throws ExecutionException if the function failed
    public String awaitAnswer() throws InterruptedException, ExecutionException, TimeoutException {
        var answer = answers.poll(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) throw new TimeoutException("no answer within " + TIMEOUT);
        if (!answer.failed()) return answer.payload();
        throw new ExecutionException("the function failed: " + answer.payload(), null);
    }

    private void next(HttpExchange exchange) throws IOException {
        var event = events.poll();
        if (event == null) return;
        var headers = exchange.getResponseHeaders();
        headers.add("Content-Type", "application/json");
        headers.add("Lambda-Runtime-Aws-Request-Id", "request-1");
        headers.add(
                "Lambda-Runtime-Deadline-Ms", Long.toString(clock.millis() + TIMEOUT.toMillis()));
        headers.add(
                "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:eu-central-1:000000000000:function:local");
        var bytes = event.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void receive(HttpExchange exchange) throws IOException {
        var payload = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        var failed = !exchange.getRequestURI().getPath().endsWith("/response");
        exchange.sendResponseHeaders(202, -1);
        exchange.close();
        answers.add(new Answer(failed, payload));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
