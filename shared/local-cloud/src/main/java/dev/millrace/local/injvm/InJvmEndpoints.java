package dev.millrace.local.injvm;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// What listens on this machine's ports and is in this JVM, too. The functions see this very class
/// even behind a class loader of their own, so it is public, and knows only types of the JDK.
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

    /// What is open at a port; null where nothing is.
    public static @Nullable Endpoint at(int port) {
        return ENDPOINTS.get(port);
    }
}
