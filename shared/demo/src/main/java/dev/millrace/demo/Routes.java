package dev.millrace.demo;

import dev.millrace.demo.ServiceClient.Unexpected;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The routes of a service's HTTP API.
record Routes(URI api) {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final int UNAUTHORIZED = 401;

    private record Route(String method, String path) {}

    /// Calls each route without a token, and with an invalid one.
    ///
    /// @param openApi the file that declares the routes
    /// @return the number of routes
    /// @throws Unexpected if a route answers anything but 401
    int rejectWithoutToken(Path openApi) throws IOException {
        var routes = read(openApi);
        try (var http = HttpClient.newHttpClient()) {
            for (var route : routes) {
                for (var token : List.of("", "Bearer nobody.issued.this")) {
                    var status = status(http, route, token);
                    if (status == UNAUTHORIZED) continue;
                    throw new Unexpected(
                            "%s %s answers %s %s, not 401"
                                    .formatted(
                                            route.method(),
                                            route.path(),
                                            status,
                                            token.isEmpty()
                                                    ? "without a token"
                                                    : "with an invalid token"));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unexpected("interrupted");
        }
        return routes.size();
    }

    private static List<Route> read(Path openApi) throws IOException {
        var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        Map<String, Map<String, Map<String, Object>>> document =
                yaml.load(Files.readString(openApi));
        var routes = new ArrayList<Route>();
        document.getOrDefault("paths", Map.of())
                .forEach((path, operations) -> {
                    for (var method : operations.keySet()) {
                        if (METHODS.contains(method)) {
                            routes.add(new Route(method.toUpperCase(Locale.ROOT), path));
                        }
                    }
                });
        return routes;
    }

    private int status(HttpClient http, Route route, String token) throws InterruptedException {
        var path = route.path().replaceAll("\\{[^}]+}", "smoke");
        var request =
                HttpRequest.newBuilder(api.resolve(path))
                        .timeout(ServiceClient.CALL)
                        .method(route.method(), BodyPublishers.noBody());
        if (!token.isEmpty()) request.header("Authorization", token);
        try {
            return http.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException failed) {
            throw new Unexpected("%s does not answer: %s".formatted(api, failed));
        }
    }
}
