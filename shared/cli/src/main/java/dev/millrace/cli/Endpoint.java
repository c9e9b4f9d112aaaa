package dev.millrace.cli;

import java.net.URI;
import java.net.URISyntaxException;

/// Parses the address of a local cloud's HTTP API. It rejects https: a local cloud has no TLS, and
/// the call would wait for a minute before it failed.
final class Endpoint {
    private static final int MOST_PORT = 65_535;

    private Endpoint() {}

    /// @throws UserMistake if it is not such an address
    static URI parse(String text) {
        try {
            var url = new URI(text);
            if (text.startsWith("http:") && url.getHost() != null) return check(url);
        } catch (URISyntaxException noAddress) {
            // reported below
        }
        throw wrong(
                text,
                "takes http://ADDRESS:PORT as ./millrace local prints it,"
                        + " such as http://127.0.0.1:3000 or http://[::1]:3000");
    }

    private static URI check(URI url) {
        if (url.getPort() == 0 || url.getPort() > MOST_PORT) {
            throw wrong(url, "a port is 1 to " + MOST_PORT);
        }
        var bare = "http://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        if (!url.toString().equals(bare) && !url.toString().equals(bare + "/")) {
            throw wrong(url, "takes an address and nothing else, such as " + bare);
        }
        return url;
    }

    private static UserMistake wrong(Object endpoint, String what) {
        return new UserMistake("--endpoint-url %s: %s".formatted(endpoint, what));
    }
}
