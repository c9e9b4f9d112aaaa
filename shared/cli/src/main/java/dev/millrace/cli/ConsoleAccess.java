package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Decides whether the console answers a request. The console listens on a loopback address, which
/// any web page that this user visits can reach, too. So each request must name this address as its
/// host. A page that rebinds its own name to the address (DNS rebinding) names another host. A
/// request that shows or changes anything also needs a token. The token is the fragment of the
/// printed address, which browsers send to no server. The console's script sends it as a header,
/// which another page cannot do without a CORS permission that the console never gives.
final class ConsoleAccess {
    static final String TOKEN = "Millrace-Token";

    private final String host;
    private final String token;

    /// @param token a random secret in hexadecimal digits
    ConsoleAccess(int port, String token) {
        this.host = "127.0.0.1:" + port;
        this.token = token;
    }

    /// The address to open.
    String address() {
        return "http://%s/#%s".formatted(host, token);
    }

    /// Why the request is rejected; null if it is allowed.
    ///
    /// @param needsToken whether the request shows or changes anything
    @Nullable String objection(String method, Headers headers, boolean needsToken) {
        if (!host.equals(headers.getFirst("Host"))) return "open the address that was printed";
        if (needsToken && !isToken(headers.getFirst(TOKEN))) {
            return "the token is missing or old: open the address that was printed last";
        }
        if (method.equals("POST") && !("http://" + host).equals(headers.getFirst("Origin"))) {
            return "the request comes from another page";
        }
        return null;
    }

    private boolean isToken(@Nullable String given) {
        return given != null && MessageDigest.isEqual(given.getBytes(UTF_8), token.getBytes(UTF_8));
    }
}
