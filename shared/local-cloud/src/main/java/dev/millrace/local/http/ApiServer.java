package dev.millrace.local.http;

import dev.millrace.local.functions.Asynchronous;
import dev.millrace.local.functions.Functions;
import dev.millrace.local.template.Template;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// The server on the API's port. It accepts every request that API Gateway accepts, even a raw `|`
/// in a query, which is not valid in a URI. It rejects other requests with an answer in JSON.
public final class ApiServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.millrace.local");

    /// API Gateway's limits for the body, and for the first line with the headers.
    private static final int MOST_BYTES = 10 * 1024 * 1024;

    private static final int MOST_HEADER_BYTES = 10 * 1024;

    /// Lambda's longest timeout. While a function runs, its connection looks idle to Jetty.
    private static final Duration LONGEST_INVOCATION = Duration.ofMinutes(15);

    private static final Pattern BROKEN_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private final Server server;
    private final ServerConnector connector;

    private ApiServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /// Opens the port. Clients that connect wait until [#serve].
    public static ApiServer bind(InetSocketAddress address) throws IOException {
        var threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var server = new Server(threads);
        server.setErrorHandler((request, response, callback) -> {
            var status = (Integer) request.getAttribute(ErrorHandler.ERROR_STATUS);
            write(response, Answer.message(status, HttpStatus.getMessage(status)), callback);
            return true;
        });
        var http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setRequestHeaderSize(MOST_HEADER_BYTES);
        http.setSendServerVersion(false);
        var connector = new ServerConnector(server, new HttpConnectionFactory(http));
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(LONGEST_INVOCATION.plusMinutes(1).toMillis());
        server.addConnector(connector);
        connector.open();
        return new ApiServer(server, connector);
    }

    public int port() {
        return connector.getLocalPort();
    }

    public void serve(
            Template template,
            Functions functions,
            Asynchronous asynchronous,
            Optional<EmbeddedServices> embedded,
            InstantSource clock) {
        var aws = new AwsApis(embedded, functions, asynchronous, new StackApi(template.outputs()));
        var api = new HttpApi(template, functions, clock);
        server.setHandler(
                new Handler.Abstract() {
                    @Override
                    public boolean handle(
                            org.eclipse.jetty.server.Request request,
                            Response response,
                            Callback callback)
                            throws IOException {
                        write(response, answer(request, aws, api), callback);
                        return true;
                    }
                });
        LifeCycle.start(server);
    }

    private static Answer answer(
            org.eclipse.jetty.server.Request received, AwsApis aws, HttpApi api)
            throws IOException {
        try {
            var request = read(received);
            if (request.isEmpty()) return Answer.message(413, "Request Entity Too Large");
            if (BROKEN_PERCENT.matcher(request.get().path() + "?" + request.get().query()).find())
                return Answer.message(400, "Bad Request");
            var answer = aws.answer(request.get());
            return answer.isPresent() ? answer.get() : api.answer(request.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.message(503, "Service Unavailable");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a request could not be served", e);
            return Answer.message(500, "Internal Server Error");
        }
    }

    /// Empty if the body is larger than API Gateway accepts.
    private static Optional<Request> read(org.eclipse.jetty.server.Request request)
            throws IOException {
        var in = Content.Source.asInputStream(request);
        var body = in.readNBytes(MOST_BYTES);
        if (in.transferTo(OutputStream.nullOutputStream()) > 0) return Optional.empty();
        var headers = new LinkedHashMap<String, String>();
        for (var field : request.getHeaders()) {
            var value = Objects.requireNonNullElse(field.getValue(), "");
            headers.merge(field.getLowerCaseName(), value, (first, second) -> first + "," + second);
        }
        var uri = request.getHttpURI();
        return Optional.of(
                new Request(
                        request.getMethod(),
                        uri.getPath().isEmpty() ? "/" : uri.getPath(),
                        Optional.ofNullable(uri.getQuery()).orElse(""),
                        headers,
                        body,
                        request.getConnectionMetaData().getProtocol(),
                        org.eclipse.jetty.server.Request.getRemoteAddr(request)));
    }

    private static void write(Response response, Answer answer, Callback callback) {
        response.setStatus(answer.status());
        answer.headers()
                .forEach((name, values) ->
                        values.forEach(value -> response.getHeaders().add(name, value)));
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
        connector.close(); // it is open before the server starts
    }
}
