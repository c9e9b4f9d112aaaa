package dev.millrace.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.local.functions.Asynchronous;
import dev.millrace.local.functions.Functions;
import dev.millrace.local.template.Template;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;

/// The API's port.
public final class ApiServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.millrace.local");

    /// API Gateway's limit for a request's body.
    private static final int MOST_BYTES = 10 * 1024 * 1024;

    private final HttpServer server;

    private ApiServer(HttpServer server) {
        this.server = server;
    }

    /// Takes the port; who connects waits until [#serve].
    public static ApiServer bind(InetSocketAddress address) throws IOException {
        // Without it the last bytes of an answer wait for the client's acknowledgement of the
        // first.
        System.setProperty(
                "sun.net.httpserver.nodelay",
                System.getProperty("sun.net.httpserver.nodelay", "true"));
        return new ApiServer(HttpServer.create(address, 0));
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public void serve(
            Template template,
            Functions functions,
            Asynchronous asynchronous,
            Optional<EmbeddedServices> embedded,
            InstantSource clock) {
        var aws = new AwsApis(embedded, functions, asynchronous);
        var api = new HttpApi(template, functions, clock);
        server.createContext("/", exchange -> serve(exchange, aws, api));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private static void serve(HttpExchange exchange, AwsApis aws, HttpApi api) throws IOException {
        try (exchange) {
            var request = read(exchange);
            if (request.isEmpty()) {
                write(exchange, Answer.message(413, "Request Entity Too Large"));
                return;
            }
            var answer = aws.answer(request.get());
            write(exchange, answer.isPresent() ? answer.get() : api.answer(request.get()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a request could not be served", e);
            write(exchange, Answer.message(500, "Internal Server Error"));
        }
    }

    /// Empty where the body is larger than API Gateway takes.
    private static Optional<Request> read(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return Optional.empty();
        }
        var headers = new LinkedHashMap<String, String>();
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        var uri = exchange.getRequestURI();
        return Optional.of(
                new Request(
                        exchange.getRequestMethod(),
                        uri.getRawPath().isEmpty() ? "/" : uri.getRawPath(),
                        Optional.ofNullable(uri.getRawQuery()).orElse(""),
                        headers,
                        body,
                        exchange.getProtocol(),
                        exchange.getRemoteAddress().getAddress().getHostAddress()));
    }

    private static void write(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        var bodiless = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
        exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : answer.body().length);
        if (!bodiless) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
