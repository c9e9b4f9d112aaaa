package dev.millrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Serves the console on a loopback address. A page is a shell with the names of the deployment and
/// the caller, which loads without a token. Its script then requests the contents with the token.
final class ConsoleServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.millrace.console");
    private static final int MOST_FORM_BYTES = 256 * 1024;
    private static final Set<String> SHELLS = Set.of("/", "/parked", "/entity", "/client", "/play");
    private static final Map<String, String> ASSETS =
            Map.of(
                    "/htmx.js", "text/javascript",
                    "/console.js", "text/javascript",
                    "/trace.js", "text/javascript",
                    "/icon.svg", "image/svg+xml",
                    "/trace.css", "text/css",
                    "/console.css", "text/css");
    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                            + " connect-src 'self'; base-uri 'none'; form-action 'self';"
                            + " frame-ancestors 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Resource-Policy",
                    "same-origin",
                    "Cache-Control",
                    "no-store");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConsoleAccess access;
    private final ConsolePages pages;

    /// @param port 0 for any free port
    /// @param token as [ConsoleAccess] requires it
    /// @throws UserMistake if the port is taken or is no port
    ConsoleServer(ConsolePages pages, int port, String token) {
        if (port < 0 || port > 65_535)
            throw new UserMistake("--port %s: is not a port".formatted(port));
        this.pages = pages;
        try {
            this.server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        } catch (IOException taken) {
            throw new UserMistake(
                    "the console cannot listen on port %s (%s): choose another one with --port"
                            .formatted(port, taken.getMessage()));
        }
        this.access = new ConsoleAccess(server.getAddress().getPort(), token);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /// The address to open, with the token.
    String address() {
        return access.address();
    }

    /// Renders the overview once, so that the functions behind it are warm at the first request.
    void warmUp() {
        threads.execute(() -> pages.show("/view/", Map.of()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            var method = exchange.getRequestMethod();
            var path = exchange.getRequestURI().getPath();
            var isOpen =
                    method.equals("GET") && (SHELLS.contains(path) || ASSETS.containsKey(path));
            var objection = access.objection(method, exchange.getRequestHeaders(), !isOpen);
            if (objection != null) send(exchange, 403, "text/plain", objection);
            else if (isOpen) open(exchange, path);
            else if (method.equals("GET")) page(exchange, pages.show(path, query(exchange)));
            else if (method.equals("POST")) act(exchange, path);
            else send(exchange, 405, "text/plain", "GET or POST");
        } catch (RuntimeException defect) {
            LOG.log(System.Logger.Level.ERROR, "the console could not answer", defect);
            send(exchange, 500, "text/plain", "The console has a defect: see its output.");
        } finally {
            exchange.close();
        }
    }

    private void act(HttpExchange exchange, String path) throws IOException {
        var type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null && !type.startsWith("application/x-www-form-urlencoded")) {
            send(exchange, 415, "text/plain", "a form is expected");
            return;
        }
        var form = exchange.getRequestBody().readNBytes(MOST_FORM_BYTES + 1);
        if (form.length > MOST_FORM_BYTES) {
            send(exchange, 413, "text/plain", "the form is too large: nothing was done");
            return;
        }
        page(exchange, pages.act(path, fields(new String(form, UTF_8))));
    }

    private void open(HttpExchange exchange, String path) throws IOException {
        var type = ASSETS.get(path);
        if (type == null) send(exchange, 200, "text/html", pages.shell());
        else send(exchange, 200, type, asset(path));
    }

    private void page(HttpExchange exchange, @Nullable String page) throws IOException {
        exchange.getResponseHeaders().set("Millrace-Calls", pages.calls());
        if (page == null) send(exchange, 404, "text/plain", "there is no such page");
        else send(exchange, 200, "text/html", page);
    }

    private static void send(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        send(exchange, status, type, text.getBytes(UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String type, byte[] bytes)
            throws IOException {
        HEADERS.forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static byte[] asset(String path) throws IOException {
        var name =
                path.equals("/htmx.js")
                        ? "/META-INF/resources/webjars/htmx.org/2.0.4/dist/htmx.min.js"
                        : "/dev/millrace/cli" + path;
        try (InputStream in = ConsoleServer.class.getResourceAsStream(name)) {
            if (in == null) throw new IOException(name + " is not on the class path");
            return in.readAllBytes();
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        var query = exchange.getRequestURI().getRawQuery();
        return fields(query == null ? "" : query);
    }

    private static Map<String, String> fields(String encoded) {
        var fields = new HashMap<String, String>();
        for (var field : encoded.split("&", -1)) {
            var parts = field.split("=", 2);
            if (parts.length < 2) continue;
            fields.put(decoded(parts[0]), decoded(parts[1]));
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
