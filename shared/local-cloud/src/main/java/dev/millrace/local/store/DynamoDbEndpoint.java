package dev.millrace.local.store;

import dev.millrace.local.LocalCloudException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// The engine over HTTP, for the functions, the AWS CLI and our own commands: the very same tables.
public final class DynamoDbEndpoint implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;

    private DynamoDbEndpoint(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
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

    /// Answers from `engine`, but for throttled tables, and tells `written` of each table a request
    /// may have written to, after it did.
    public void serve(Engine engine, Throttles throttles, Consumer<Collection<String>> written) {
        server.setHandler(
                new LocalDynamoDBServerHandler(
                        new EngineRequests(engine, throttles, written), null));
        try {
            server.start();
        } catch (Exception e) {
            throw new LocalCloudException("DynamoDB's port " + port() + " cannot be served", e);
        }
    }

    @Override
    public void close() {
        try {
            server.setStopTimeout(0);
            server.stop();
            connector.close();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB's port did not close", e);
        }
    }
}
