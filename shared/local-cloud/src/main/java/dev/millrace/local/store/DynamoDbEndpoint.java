package dev.millrace.local.store;

import dev.millrace.local.LocalCloudException;
import dev.millrace.local.injvm.InJvmEndpoints;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// Serves the engine on a port. The AWS CLI, Millrace's commands and functions in other JVMs call
/// it over HTTP. Functions in this JVM call it without HTTP. Both ways reach the same tables.
public final class DynamoDbEndpoint implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;

    /// The engine works on its own threads. The interrupt of a function therefore does not disturb
    /// it, as over HTTP.
    private final ExecutorService calls =
            Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory());

    private final CompletableFuture<EngineRequests> requests = new CompletableFuture<>();

    private DynamoDbEndpoint(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
        InJvmEndpoints.open(port(), this::answer);
    }

    private Future<Map.Entry<Integer, byte[]>> answer(String target, byte[] body) {
        return calls.submit(() -> EngineCalls.answer(target, body, requests.join()));
    }

    /// Opens the port. Requests are answered from [#serve] on.
    public static DynamoDbEndpoint bind(InetSocketAddress address) throws IOException {
        var threads = new QueuedThreadPool(64, 4);
        threads.setDaemon(true);
        threads.setName("dynamodb");
        var server = new Server(threads);
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        connector.open();
        server.addConnector(connector);
        return new DynamoDbEndpoint(server, connector);
    }

    public int port() {
        return connector.getLocalPort();
    }

    /// Answers requests from `engine`, unless a table has a simulated fault. After a request, it
    /// calls `written` with the tables that the request may have written to. None means unknown.
    public void serve(Engine engine, TableFaults faults, Consumer<Collection<String>> written) {
        requests.complete(new EngineRequests(engine, faults, written));
        server.setHandler(new NoBrowsers(new LocalDynamoDBServerHandler(requests.join(), null)));
        try {
            server.start();
        } catch (Exception e) {
            throw new LocalCloudException("DynamoDB's port " + port() + " cannot be served", e);
        }
    }

    /// Rejects requests of web pages. A browser sends the page's origin, and the SDKs send none.
    private static final class NoBrowsers extends Handler.Wrapper {
        NoBrowsers(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback)
                throws Exception {
            if (!request.getHeaders().contains(HttpHeader.ORIGIN)) {
                return super.handle(request, response, callback);
            }
            Response.writeError(request, response, callback, 403);
            return true;
        }
    }

    @Override
    public void close() {
        InJvmEndpoints.close(port());
        calls.shutdown();
        try {
            server.setStopTimeout(0);
            server.stop();
            connector.close();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB's port did not close", e);
        }
    }
}
