package dev.millrace.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.local.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A template in a place: its resources with physical names, and its outputs. Only emulated
/// resources are computed, so a dashboard may contain anything.
public final class Template {
    private final TemplateSource source;
    private final Place place;
    private final Map<String, JsonNode> parameters;
    private final Intrinsics intrinsics;
    private final Attributes attributes;
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Set<String> types;
    private final List<String> uncheckedRules;

    private Template(TemplateSource source, Place place, Map<String, String> overrides) {
        this.source = source;
        this.place = place;
        this.parameters = Parameters.resolve(source, overrides);
        this.attributes = new Attributes(place);
        this.intrinsics = new Intrinsics(source, new References());
        this.uncheckedRules = Rules.check(source, intrinsics);
        this.types = new java.util.TreeSet<>();
        for (var entry : source.root().path("Resources").properties()) {
            if (exists(entry.getKey())) {
                types.add(entry.getValue().path("Type").asText());
            }
        }
        for (var entry : source.root().path("Resources").properties()) {
            if (exists(entry.getKey()) && Coverage.emulates(type(entry.getKey()))) {
                resources.put(entry.getKey(), resource(entry.getKey(), entry.getValue()));
            }
        }
    }

    /// Reads and computes the template. A mistake in it or in `overrides` is a
    /// [dev.millrace.local.LocalCloudException].
    public static Template read(Path file, Map<String, String> overrides, Place place) {
        var source = TemplateSource.read(file);
        if (source.root().path("Resources").isEmpty()) {
            throw source.error(source.root(), "the template has no Resources");
        }
        return new Template(source, place, overrides);
    }

    public Place place() {
        return place;
    }

    /// The emulated resources of a type, in the template's order.
    public List<Resource> all(String type) {
        return resources.values().stream().filter(resource -> resource.is(type)).toList();
    }

    public Optional<Resource> resource(String id) {
        return Optional.ofNullable(resources.get(id));
    }

    /// The value of `Ref` for a resource of the template, or for a parameter.
    public Optional<String> ref(String id) {
        return exists(id) || parameters.containsKey(id)
                ? Optional.of(intrinsics.resolve(Json.object().put("Ref", id)).asText())
                : Optional.empty();
    }

    public Map<String, String> outputs() {
        var outputs = new LinkedHashMap<String, String>();
        for (var entry : source.root().path("Outputs").properties()) {
            var condition = entry.getValue().path("Condition");
            if (condition.isMissingNode()
                    || intrinsics.holds(condition.asText(), entry.getValue())) {
                outputs.put(
                        entry.getKey(),
                        intrinsics.resolve(entry.getValue().path("Value")).asText());
            }
        }
        return outputs;
    }

    /// The text of `Metadata: Millrace: Greeting`, in which `@{…}` means what `${…}` means to
    /// `Fn::Sub`. CloudFormation computes no functions there.
    public Optional<String> greeting() {
        var text = source.root().path("Metadata").path("Millrace").path("Greeting").asText();
        var sub = Json.object().put("Fn::Sub", text.replace("@{", "${"));
        return text.isEmpty() ? Optional.empty() : Optional.of(intrinsics.resolve(sub).asText());
    }

    /// The template's `Metadata: Millrace: LocalParameters`: parameter values for a run on one
    /// machine.
    public static Map<String, String> localParameters(Path file) {
        var values = new LinkedHashMap<String, String>();
        TemplateSource.read(file)
                .root()
                .path("Metadata")
                .path("Millrace")
                .path("LocalParameters")
                .properties()
                .forEach(one -> values.put(one.getKey(), one.getValue().asText()));
        return values;
    }

    /// The features of the template that the local cloud does not emulate, one line each.
    public List<String> notEmulated() {
        var gaps = Coverage.gaps(types, resources.values());
        return Stream.concat(gaps.stream(), uncheckedRules.stream()).toList();
    }

    /// The Globals of a kind, such as `HttpApi`.
    public Properties globals(String kind) {
        var written = source.root().path("Globals").path(kind);
        return new Properties(intrinsics.resolve(written), source.at(written));
    }

    private Resource resource(String id, JsonNode written) {
        var type = written.path("Type").asText();
        var at = source.at(written);
        var properties = new Properties(intrinsics.resolve(written.path("Properties")), at);
        if (type.startsWith("AWS::Serverless::")) {
            properties = properties.over(globals(type.substring(type.lastIndexOf(':') + 1)));
        }
        return new Resource(id, type, name(id), properties, at);
    }

    private boolean exists(String id) {
        var written = source.root().path("Resources").path(id);
        if (written.isMissingNode()) {
            return false;
        }
        if (!written.path("Type").isTextual()) {
            throw source.error(written, "resource `" + id + "` has no Type");
        }
        var condition = written.path("Condition");
        return condition.isMissingNode() || intrinsics.holds(condition.asText(), written);
    }

    private String type(String id) {
        return source.root().path("Resources").path(id).path("Type").asText();
    }

    private String name(String id) {
        var written = source.root().path("Resources").path(id).path("Properties");
        var property = Attributes.nameProperty(type(id));
        var name =
                property.isEmpty()
                        ? Intrinsics.noValue()
                        : intrinsics.resolve(written.path(property));
        return name.isTextual() ? name.textValue() : place.stack() + "-" + id;
    }

    /// Whether SAM generates a resource with this id. Generated ids begin with `Serverless` or with
    /// the id of a resource of the template (`<Function>Role`, `<Function><Event>`, …).
    private boolean generated(String id) {
        return id.startsWith("Serverless")
                || source.root().path("Resources").properties().stream()
                        .anyMatch(entry -> id.startsWith(entry.getKey()));
    }

    private final class References implements Intrinsics.Names {
        @Override
        public JsonNode ref(String name, JsonNode at) {
            if (name.equals("AWS::NoValue")) {
                return Intrinsics.noValue();
            }
            if (name.startsWith("AWS::")) {
                return new TextNode(
                        attributes
                                .pseudo(name)
                                .orElseThrow(() ->
                                        source.error(at, "unknown pseudo parameter " + name)));
            }
            var parameter = parameters.get(name);
            if (parameter != null) {
                return parameter;
            }
            var version = name.endsWith(".Alias") || name.endsWith(".Version");
            if (version && exists(name.substring(0, name.indexOf('.')))) {
                return attribute(name.substring(0, name.indexOf('.')), "Arn", at);
            }
            if (exists(name)) {
                return new TextNode(attributes.ref(type(name), name(name)));
            }
            return new TextNode(other(name, at));
        }

        @Override
        public JsonNode attribute(String id, String attribute, JsonNode at) {
            if (exists(id)) {
                return new TextNode(attributes.get(type(id), name(id), attribute));
            }
            return new TextNode(attributes.get("", other(id, at), attribute));
        }

        private String other(String id, JsonNode at) {
            if (source.root().path("Resources").has(id)) {
                throw source.error(at, "`" + id + "` does not exist here: its Condition is false");
            }
            if (!generated(id)) {
                throw source.error(
                        at, "`" + id + "` is neither a resource nor a parameter of the template");
            }
            return place.stack() + "-" + id;
        }
    }
}
