package dev.millrace.local.http;

import dev.millrace.local.functions.Functions;
import dev.millrace.local.functions.LambdaFunction;
import dev.millrace.local.template.Properties;
import dev.millrace.local.template.Resource;
import dev.millrace.local.template.Template;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One route of the HTTP API: `GET /things/{id}`, `ANY /{proxy+}` or `$default`.
record Route(String method, String path, LambdaFunction function, boolean authorized) {
    /// A route that matches a request, and the values of its path parameters.
    record Match(Route route, Map<String, String> parameters) {}

    String key() {
        return path.equals("$default") ? path : method + " " + path;
    }

    /// The most specific route that matches: a fixed segment wins over a parameter, and a method
    /// over `ANY`.
    static Optional<Match> match(List<Route> routes, String method, String path) {
        return routes.stream()
                .filter(route -> route.method.equals("ANY") || route.method.equals(method))
                .sorted(Comparator.comparing(Route::vagueness))
                .flatMap(route -> route.parameters(path).map(p -> new Match(route, p)).stream())
                .findFirst();
    }

    /// A sort key that puts specific routes before vague ones, segment by segment.
    private String vagueness() {
        if (path.equals("$default")) {
            return "9";
        }
        var order = new StringBuilder();
        for (var segment : segments(path)) {
            order.append(segment.endsWith("+}") ? '3' : segment.startsWith("{") ? '2' : '1');
        }
        return order.append(method.equals("ANY") ? '1' : '0').toString();
    }

    private Optional<Map<String, String>> parameters(String requested) {
        var parameters = new LinkedHashMap<String, String>();
        if (path.equals("$default")) {
            return Optional.of(parameters);
        }
        var pattern = segments(path);
        var segments = segments(requested);
        for (int i = 0; i < pattern.size(); i++) {
            var part = pattern.get(i);
            if (part.endsWith("+}") && i < segments.size()) {
                parameters.put(
                        part.substring(1, part.length() - 2),
                        decode(String.join("/", segments.subList(i, segments.size()))));
                return Optional.of(parameters);
            }
            if (i >= segments.size()) {
                return Optional.empty();
            }
            var segment = decode(segments.get(i));
            if (part.startsWith("{") && !segment.isEmpty()) {
                parameters.put(part.substring(1, part.length() - 1), segment);
            } else if (!part.equals(segment)) {
                return Optional.empty();
            }
        }
        return pattern.size() == segments.size() ? Optional.of(parameters) : Optional.empty();
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    static String decode(String text) {
        // In a path, a plus sign is not a space.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /// The routes of all functions. A route requires a token if it names an authorizer or the API
    /// has a default one, unless the route says `NONE`.
    static List<Route> all(Template template, Functions functions) {
        var routes = new ArrayList<Route>();
        for (var function : template.all("AWS::Serverless::Function")) {
            function.properties()
                    .parts("Events")
                    .values()
                    .forEach(event -> {
                        if (event.text("Type").orElse("").equals("HttpApi")) {
                            routes.add(of(function, event.part("Properties"), template, functions));
                        }
                    });
        }
        return routes;
    }

    private static Route of(
            Resource function, Properties event, Template template, Functions functions) {
        var path = event.text("Path").orElse("$default");
        if (!path.startsWith("/") && !path.equals("$default")) {
            throw event.error(
                    "function " + function.id() + ": a route's Path must begin with `/`: " + path);
        }
        var own = event.part("Auth").text("Authorizer");
        var authorized =
                own.map(name -> !name.equals("NONE"))
                        .orElseGet(() -> hasDefaultAuthorizer(template));
        return new Route(
                event.text("Method").orElse("ANY").toUpperCase(Locale.ROOT),
                path,
                functions.get(function.id()),
                authorized);
    }

    private static boolean hasDefaultAuthorizer(Template template) {
        var apis = template.all("AWS::Serverless::HttpApi");
        return apis.isEmpty()
                ? template.globals("HttpApi").part("Auth").has("DefaultAuthorizer")
                : apis.stream()
                        .anyMatch(api -> api.properties().part("Auth").has("DefaultAuthorizer"));
    }
}
