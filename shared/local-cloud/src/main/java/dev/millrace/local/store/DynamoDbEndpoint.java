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

/// The engine behind a port: over HTTP for the AWS CLI, for our own commands and for functions that
/// are not in this JVM, and past HTTP for those that are. The tables are the same.
public final class DynamoDbEndpoint implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;

    /// A function that is interrupted leaves the engine undisturbed, as over HTTP: the engine works
    /// on threads of its own.
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

    /// Takes the port; nothing is answered before [#serve].
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

    /// Answers from `engine`, but for tables that fail, and tells `written` of each table a request
    /// may have written to, after it did.
    public void serve(Engine engine, TableFaults faults, Consumer<Collection<String>> written) {
        requests.complete(new EngineRequests(engine, faults, written));
        server.setHandler(new NoBrowsers(new LocalDynamoDBServerHandler(requests.join(), null)));
        try {
            server.start();
        } catch (Exception e) {
            throw new LocalCloudException("DynamoDB's port " + port() + " cannot be served", e);
        }
    }

    /// Rejects what a web page sends. A browser names the page's origin; the SDKs name none.
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
