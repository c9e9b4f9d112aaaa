package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Who may use the console. It listens on a loopback address, which any web page that this user
/// visits can reach, too. So each request must name this very address as its host (a page that
/// rebinds its own name to it does not), and what shows or changes anything needs a token. The
/// token comes with the address that was printed, as its fragment, which browsers send to no
/// server, and then as a header, which no other page can send without a permission that the console
/// never gives.
final class ConsoleAccess {
    static final String TOKEN = "Millrace-Token";

    private final String host;
    private final String token;

    /// @param token that nobody can guess, in hexadecimal digits
    ConsoleAccess(int port, String token) {
        this.host = "127.0.0.1:" + port;
        this.token = token;
    }

    /// The address to open.
    String address() {
        return "http://%s/#%s".formatted(host, token);
    }

    /// Why the request is not answered; absent if it may be.
    ///
    /// @param needsToken whether its answer shows or changes anything
    @Nullable String objection(String method, Headers headers, boolean needsToken) {
        if (!host.equals(headers.getFirst("Host"))) return "open the address that was printed";
        if (needsToken && !isToken(headers.getFirst(TOKEN))) {
            return "the token is missing or old: open the address that was printed last";
        }
        if (method.equals("POST") && !("http://" + host).equals(headers.getFirst("Origin"))) {
            return "another page asked for this";
        }
        return null;
    }

    private boolean isToken(@Nullable String given) {
        return given != null && MessageDigest.isEqual(given.getBytes(UTF_8), token.getBytes(UTF_8));
    }
}
