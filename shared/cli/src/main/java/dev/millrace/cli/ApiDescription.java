package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// The operations of a service's `openapi.yaml`, with its examples, in its order.
record ApiDescription(List<Operation> operations) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    /// One operation.
    ///
    /// @param bodies examples of the request body; empty if it has none
    record Operation(
            String method,
            String path,
            String summary,
            List<Parameter> parameters,
            List<Example> bodies) {
        /// The method and the path, such as `POST /parcels`.
        String route() {
            return method + " " + path;
        }
    }

    /// @param in `path`, `query` or `header`
    record Parameter(String name, String in, String example) {
        /// Its field name in a form, such as `path.parcelId`.
        String field() {
            return in + "." + name;
        }

        boolean isIdempotencyKey() {
            return name.equalsIgnoreCase("Idempotency-Key");
        }
    }

    record Example(String name, String json) {}

    /// @return without operations if the file does not exist
    static ApiDescription read(Path file) {
        if (!Files.isRegularFile(file)) return new ApiDescription(List.of());
        try (var reader = Files.newBufferedReader(file)) {
            var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            return of(JSON.valueToTree(yaml.load(reader)));
        } catch (IOException | YAMLException unreadable) {
            throw new UserMistake(
                    "%s cannot be read: %s"
                            .formatted(
                                    file, Printable.line(String.valueOf(unreadable.getMessage()))));
        }
    }

    private static ApiDescription of(JsonNode root) {
        var operations = new ArrayList<Operation>();
        for (var path : root.path("paths").properties()) {
            for (var part : path.getValue().properties()) {
                if (!METHODS.contains(part.getKey())) continue;
                operations.add(
                        operation(
                                root,
                                part.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                path.getValue(),
                                part.getValue()));
            }
        }
        return new ApiDescription(List.copyOf(operations));
    }

    private static Operation operation(
            JsonNode root, String method, String path, JsonNode shared, JsonNode own) {
        var parameters = new ArrayList<Parameter>();
        for (var from : List.of(shared, own)) {
            for (var written : from.path("parameters")) {
                var parameter = resolved(root, written);
                parameters.add(
                        new Parameter(
                                parameter.path("name").asText(),
                                parameter.path("in").asText(),
                                parameter.path("example").asText()));
            }
        }
        var media =
                resolved(root, own.path("requestBody")).path("content").path("application/json");
        var bodies = new ArrayList<Example>();
        if (media.has("example")) {
            bodies.add(new Example("example", media.path("example").toString()));
        }
        for (var example : media.path("examples").properties()) {
            var value = resolved(root, example.getValue()).path("value");
            bodies.add(new Example(example.getKey(), value.toString()));
        }
        var summary = own.path("summary").asText().replace("`", "");
        return new Operation(method, path, summary, List.copyOf(parameters), List.copyOf(bodies));
    }

    private static JsonNode resolved(JsonNode root, JsonNode written) {
        var reference = written.path("$ref").asText();
        return reference.startsWith("#/") ? root.at(reference.substring(1)) : written;
    }
}
