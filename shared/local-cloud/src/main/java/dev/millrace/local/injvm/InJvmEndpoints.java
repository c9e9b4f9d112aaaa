package dev.millrace.local.injvm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// The endpoints in this JVM, by the port on which they also listen. Functions have their own class
/// loader but share this class, so it is public and uses only types of the JDK.
public final class InJvmEndpoints {
    private static final Map<Integer, Endpoint> ENDPOINTS = new ConcurrentHashMap<>();

    /// Answers a request.
    @FunctionalInterface
    public interface Endpoint {
        /// @param target the header `X-Amz-Target`: `DynamoDB_20120810.PutItem`
        /// @return the status and the body of the answer
        Future<Map.Entry<Integer, byte[]>> answer(String target, byte[] body);
    }

    private InJvmEndpoints() {}

    public static void open(int port, Endpoint endpoint) {
        ENDPOINTS.put(port, endpoint);
    }

    public static void close(int port) {
        ENDPOINTS.remove(port);
    }

    /// The endpoint at a port; null if there is none.
    public static @Nullable Endpoint at(int port) {
        return ENDPOINTS.get(port);
    }
}
