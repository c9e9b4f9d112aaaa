package dev.millrace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/// openapi.yaml, against which tests check calls and answers.
public final class OpenApi {
    /// Headers of HTTP itself, which openapi.yaml does not describe.
    private static final Set<String> OF_HTTP = Set.of("content-type", "content-length", "date");

    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode description;
    private final Schemas asked;
    private final Schemas answered;

    private OpenApi(JsonNode description) {
        this.description = description;
        this.asked = Schemas.asWritten(description);
        this.answered = Schemas.closed(description);
    }

    public static OpenApi read() {
        try (var reader = Files.newBufferedReader(TemplateFile.ROOT.resolve("openapi.yaml"))) {
            return new OpenApi(JSON.valueToTree(new Yaml().load(reader)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All routes, such as `POST /bookings`.
    public Set<String> routes() {
        var routes = new TreeSet<String>();
        for (var path : description.path("paths").properties()) {
            for (var part : path.getValue().properties()) {
                if (part.getValue().has("responses"))
                    routes.add(part.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }
        return routes;
    }

    /// Everything that a route may answer, as [ApiAnswer#said] has it.
    public Set<String> answers(String route) {
        var answers = new TreeSet<String>();
        for (var response : operation(route).path("responses").properties()) {
            for (var media : resolve(response.getValue()).path("content")) {
                for (var word : words(media)) {
                    answers.add((response.getKey() + " " + word).strip());
                }
            }
        }
        return answers;
    }

    /// The example of an answer of a route.
    ///
    /// @param said as [ApiAnswer#said] has it
    public JsonNode example(String route, String said) {
        var statusAndWord = said.split(" ", 2);
        return content(route, statusAndWord[0])
                .filter(media -> words(media).contains(statusAndWord[1]))
                .map(media -> resolve(media.path("examples").path(statusAndWord[1])).path("value"))
                .findFirst()
                .orElseThrow();
    }

    /// The faults of a call: what does not fit the description.
    public List<String> faults(ApiCall call) {
        var faults = new ArrayList<String>();
        var given = new TreeMap<String, String>();
        call.path().forEach((name, value) -> given.put("path " + name, value));
        call.query().forEach((name, value) -> given.put("query " + name, value));
        call.headers().forEach((name, value) -> given.put("header " + name, value));
        given.remove("header Authorization");
        var contentType = given.remove("header Content-Type");
        for (var parameter : parameters(call.route())) {
            var name = parameter.path("in").asText() + " " + parameter.path("name").asText();
            var value = given.remove(name);
            if (value != null) {
                faults.addAll(asked.faults(parameter.path("schema"), typed(parameter, value)));
            } else if (parameter.path("required").asBoolean()) {
                faults.add(name + " is missing");
            }
        }
        given.keySet().forEach(name -> faults.add(name + " is not described"));
        var body = operation(call.route()).path("requestBody");
        var media = body.path("content").path(String.valueOf(contentType));
        if (body.isMissingNode()) {
            if (call.body() != null) faults.add("a body is not described");
        } else if (media.isMissingNode()) {
            faults.add("content type " + contentType + " is not described");
        } else {
            faults.addAll(bodyFaults(media, String.valueOf(call.body())));
        }
        return faults;
    }

    /// Calls that differ from a fitting call in one parameter, or at one place of the body, by that
    /// place. Each is at a bound of its schema, or one step outside it.
    public Map<String, List<ApiCall>> atTheBounds(ApiCall call) {
        var bounds = new Bounds(this::resolve);
        var calls = new TreeMap<String, List<ApiCall>>();
        for (var parameter : parameters(call.route())) {
            var name = parameter.path("in").asText() + " " + parameter.path("name").asText();
            var values = bounds.of(parameter.path("schema"), example(parameter)).values();
            calls.put(
                    name,
                    values.stream()
                            .flatMap(List::stream)
                            .map(JsonNode::asText)
                            .filter(value -> canBeSent(parameter, value))
                            .map(value -> with(call, parameter, value))
                            .toList());
        }
        for (var media : operation(call.route()).path("requestBody").path("content")) {
            bounds.of(media.path("schema"), json(String.valueOf(call.body())))
                    .forEach((place, values) ->
                            calls.put(
                                    "body " + place,
                                    values.stream()
                                            .map(JsonNode::toString)
                                            .map(call::json)
                                            .toList()));
        }
        return calls;
    }

    /// An empty part of a path gives another path. A header has only ASCII characters, and no blank
    /// at its ends.
    private static boolean canBeSent(JsonNode parameter, String value) {
        return switch (parameter.path("in").asText()) {
            case "path" -> !value.isEmpty();
            case "header" -> value.matches("([!-~]+( [!-~]+)*)?");
            case String _ -> true;
        };
    }

    private static ApiCall with(ApiCall call, JsonNode parameter, String value) {
        var name = parameter.path("name").asText();
        return switch (parameter.path("in").asText()) {
            case "path" -> call.at(name, value);
            case "query" -> call.query(name, value);
            case "header" -> call.header(name, value);
            case String unknown -> throw new IllegalStateException(unknown);
        };
    }

    /// The faults of an answer: what does not fit the description.
    public List<String> faults(String route, ApiAnswer answer) {
        var response = response(route, Integer.toString(answer.status()));
        var type = String.valueOf(answer.headers().get("content-type"));
        var media = response.path("content").path(type);
        if (media.isMissingNode()) {
            return List.of("%s as %s is not described".formatted(answer.status(), type));
        }
        var faults = new ArrayList<>(answered.faults(media.path("schema"), answer.body()));
        var given = new TreeMap<>(answer.headers());
        given.keySet().removeAll(OF_HTTP);
        for (var header : response.path("headers").properties()) {
            var value = given.remove(header.getKey().toLowerCase(Locale.ROOT));
            if (value == null) faults.add("header " + header.getKey() + " is missing");
            else faults.addAll(answered.faults(header.getValue().path("schema"), text(value)));
        }
        given.keySet().forEach(name -> faults.add("header " + name + " is not described"));
        return faults;
    }

    /// The faults of the examples. Each parameter, header and body needs an example that fits, and
    /// each problem needs one under its code.
    public List<String> exampleFaults() {
        var faults = new ArrayList<String>();
        for (var route : routes()) {
            for (var parameter : parameters(route)) {
                var name = route + " " + parameter.path("name").asText();
                add(faults, name, asked.faults(parameter.path("schema"), example(parameter)));
            }
            var body = operation(route).path("requestBody").path("content");
            body.properties()
                    .forEach(media ->
                            add(faults, route, exampleFaults(asked, media.getValue(), Set.of(""))));
            for (var status : operation(route).path("responses").properties()) {
                var name = route + " " + status.getKey();
                for (var header : resolve(status.getValue()).path("headers")) {
                    add(faults, name, answered.faults(header.path("schema"), example(header)));
                }
                content(route, status.getKey())
                        .forEach(media ->
                                add(faults, name, exampleFaults(answered, media, words(media))));
            }
        }
        return faults;
    }

    private List<String> exampleFaults(Schemas schemas, JsonNode media, Set<String> words) {
        var faults = new ArrayList<String>();
        var examples = new TreeSet<String>();
        for (var example : media.path("examples").properties()) {
            var value = resolve(example.getValue()).path("value");
            var word = value.path("code").asText(value.path("message").asText());
            examples.add(word);
            if (!word.isEmpty() && !word.equals(example.getKey()))
                faults.add(example.getKey() + " is an example of " + word);
            faults.addAll(schemas.faults(media.path("schema"), value));
        }
        if (!examples.equals(words)) faults.add("examples of " + examples + " for " + words);
        return faults;
    }

    private static void add(List<String> faults, String where, List<String> found) {
        found.forEach(fault -> faults.add(where + ": " + fault));
    }

    /// The codes or the message of a problem. For another body, only an empty text.
    private static Set<String> words(JsonNode media) {
        var properties = media.path("schema").path("properties");
        var words = new TreeSet<String>();
        properties.path("code").path("enum").forEach(code -> words.add(code.asText()));
        words.add(properties.path("message").path("const").asText());
        if (words.size() > 1) words.remove("");
        return words;
    }

    private List<JsonNode> parameters(String route) {
        var path = description.path("paths").path(route.split(" ", 2)[1]);
        var all = new ArrayList<JsonNode>();
        path.path("parameters").forEach(parameter -> all.add(resolve(parameter)));
        operation(route).path("parameters").forEach(parameter -> all.add(resolve(parameter)));
        return all;
    }

    private List<String> bodyFaults(JsonNode media, String body) {
        try {
            return asked.faults(media.path("schema"), JSON.readTree(body));
        } catch (JsonProcessingException e) {
            return List.of("the body is no JSON");
        }
    }

    private JsonNode operation(String route) {
        var methodAndPath = route.split(" ", 2);
        return description
                .path("paths")
                .path(methodAndPath[1])
                .path(methodAndPath[0].toLowerCase(Locale.ROOT));
    }

    private JsonNode response(String route, String status) {
        return resolve(operation(route).path("responses").path(status));
    }

    private Stream<JsonNode> content(String route, String status) {
        return response(route, status).path("content").valueStream();
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref")
                ? description.requiredAt(node.path("$ref").asText().substring(1))
                : node;
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode example(JsonNode parameter) {
        return parameter.path("example");
    }

    private static JsonNode typed(JsonNode parameter, String value) {
        var isNumber = parameter.path("schema").path("type").asText().equals("integer");
        return isNumber && value.matches("-?[0-9]+([.][0-9]+)?")
                ? DecimalNode.valueOf(new BigDecimal(value))
                : text(value);
    }

    private static JsonNode text(String value) {
        return TextNode.valueOf(value);
    }
}
