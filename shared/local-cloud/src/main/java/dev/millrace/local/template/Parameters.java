package dev.millrace.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.local.Json;
import dev.millrace.local.LocalCloudException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.StreamSupport;

/// The template's parameters with their given values. Each value is checked against the parameter's
/// constraints, as CloudFormation does.
final class Parameters {
    private final TemplateSource source;

    private Parameters(TemplateSource source) {
        this.source = source;
    }

    static Map<String, JsonNode> resolve(TemplateSource source, Map<String, String> given) {
        var declared = source.root().path("Parameters");
        for (var name : given.keySet()) {
            if (!declared.has(name)) {
                throw new LocalCloudException(
                        "parameter %s: the template has no such parameter; it has %s"
                                .formatted(name, names(declared)));
            }
        }
        var parameters = new Parameters(source);
        var values = new LinkedHashMap<String, JsonNode>();
        declared.properties()
                .forEach(entry ->
                        values.put(
                                entry.getKey(),
                                parameters.value(
                                        entry.getKey(),
                                        entry.getValue(),
                                        given.get(entry.getKey()))));
        return values;
    }

    private JsonNode value(
            String name, JsonNode declaration, @org.jspecify.annotations.Nullable String given) {
        var text = given != null ? given : declaration.path("Default").asText(null);
        if (text == null) {
            throw new LocalCloudException(
                    "parameter %s: has no default (%s); give it as %s=…"
                            .formatted(name, source.at(declaration), name));
        }
        var type = declaration.path("Type").asText("String");
        var list = type.equals("CommaDelimitedList") || type.startsWith("List<");
        var items = list ? text.split("\\s*,\\s*", -1) : new String[] {text};
        for (var item : items) {
            complaint(declaration, type, item)
                    .ifPresent(complaint -> {
                        throw rejected(name, declaration, item, complaint);
                    });
        }
        if (!list) {
            return new TextNode(text);
        }
        var array = Json.array();
        for (var item : items) {
            array.add(item);
        }
        return array;
    }

    private static Optional<String> complaint(JsonNode declaration, String type, String value) {
        var pattern = declaration.path("AllowedPattern").asText(".*");
        try {
            if (!value.matches("(?s)" + pattern)) {
                return Optional.of("must match " + pattern);
            }
        } catch (PatternSyntaxException e) {
            return Optional.of("cannot be checked: " + pattern + " is not a regular expression");
        }
        var allowed = declaration.path("AllowedValues");
        if (allowed.isArray() && texts(allowed).noneMatch(value::equals)) {
            return Optional.of("must be one of " + String.join(", ", texts(allowed).toList()));
        }
        if (type.contains("Number")) {
            return number(declaration, value);
        }
        if (value.length() < declaration.path("MinLength").asInt(0)) {
            return Optional.of(
                    "must have at least " + declaration.path("MinLength").asText() + " characters");
        }
        if (value.length() > declaration.path("MaxLength").asInt(Integer.MAX_VALUE)) {
            return Optional.of(
                    "must have at most " + declaration.path("MaxLength").asText() + " characters");
        }
        return Optional.empty();
    }

    private static Optional<String> number(JsonNode declaration, String value) {
        if (!value.matches("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d{1,3})?")) {
            return Optional.of("must be a number");
        }
        var number = new BigDecimal(value);
        var min = declaration.path("MinValue");
        if (!min.isMissingNode() && number.compareTo(new BigDecimal(min.asText())) < 0) {
            return Optional.of("must be at least " + min.asText());
        }
        var max = declaration.path("MaxValue");
        if (!max.isMissingNode() && number.compareTo(new BigDecimal(max.asText())) > 0) {
            return Optional.of("must be at most " + max.asText());
        }
        return Optional.empty();
    }

    private LocalCloudException rejected(
            String name, JsonNode declaration, String value, String complaint) {
        var why = declaration.path("ConstraintDescription").asText("");
        var shown = declaration.path("NoEcho").asBoolean() ? "****" : value;
        return new LocalCloudException(
                "parameter %s: '%s' %s%s (%s)"
                        .formatted(
                                name,
                                shown,
                                complaint,
                                why.isEmpty() ? "" : ": " + why,
                                source.at(declaration)));
    }

    private static java.util.stream.Stream<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
    }

    private static String names(JsonNode declared) {
        var names = declared.properties().stream().map(Map.Entry::getKey).toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
