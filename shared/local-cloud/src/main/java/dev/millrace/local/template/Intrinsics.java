package dev.millrace.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.local.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Computes CloudFormation's intrinsic functions. A value that becomes `AWS::NoValue` is missing:
/// its key or list item is dropped.
final class Intrinsics {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(!?)([^}]*)}");

    /// The values of `Ref` and `GetAtt` in the place where the template runs.
    interface Names {
        JsonNode ref(String name, JsonNode at);

        JsonNode attribute(String logicalId, String attribute, JsonNode at);
    }

    private final TemplateSource source;
    private final Names names;
    private final Map<String, Boolean> decided = new HashMap<>();
    private final Set<String> deciding = new HashSet<>();

    Intrinsics(TemplateSource source, Names names) {
        this.source = source;
        this.names = names;
    }

    /// The value with all functions computed; a missing node if it is `AWS::NoValue`.
    JsonNode resolve(JsonNode value) {
        if (value.isArray()) {
            var array = Json.array();
            for (var item : value) {
                var resolved = resolve(item);
                if (!resolved.isMissingNode()) {
                    array.add(resolved);
                }
            }
            return array;
        }
        if (!value.isObject()) {
            return value;
        }
        if (value.size() == 1) {
            var only = value.properties().iterator().next();
            if (only.getKey().equals("Ref") || only.getKey().startsWith("Fn::")) {
                return call(only.getKey(), only.getValue(), value);
            }
        }
        var object = Json.object();
        for (var entry : value.properties()) {
            var resolved = resolve(entry.getValue());
            if (!resolved.isMissingNode()) {
                object.set(entry.getKey(), resolved);
            }
        }
        return object;
    }

    /// Whether the named condition of the template is true.
    boolean holds(String condition, JsonNode at) {
        var known = decided.get(condition);
        if (known != null) {
            return known;
        }
        var written = source.root().path("Conditions").path(condition);
        if (written.isMissingNode()) {
            throw source.error(
                    at, "condition `" + condition + "` is not in the template's Conditions");
        }
        if (!deciding.add(condition)) {
            throw source.error(at, "condition `" + condition + "` depends on itself");
        }
        var result = truth(written);
        deciding.remove(condition);
        decided.put(condition, result);
        return result;
    }

    /// Whether a condition, or an assertion of the template's Rules, is true.
    boolean truth(JsonNode value) {
        if (value.isObject() && value.size() == 1) {
            var only = value.properties().iterator().next();
            var argument = only.getValue();
            switch (only.getKey()) {
                case "Condition" -> {
                    return holds(argument.asText(), value);
                }
                case "Fn::Equals" -> {
                    var sides = arguments(argument, 2, 2, value, "Equals");
                    return resolve(sides.get(0)).asText().equals(resolve(sides.get(1)).asText());
                }
                case "Fn::Not" -> {
                    return !truth(arguments(argument, 1, 1, value, "Not").getFirst());
                }
                case "Fn::And" -> {
                    return arguments(argument, 2, 10, value, "And").stream().allMatch(this::truth);
                }
                case "Fn::Or" -> {
                    return arguments(argument, 2, 10, value, "Or").stream().anyMatch(this::truth);
                }
                case "Fn::Contains" -> {
                    var sides = arguments(argument, 2, 2, value, "Contains");
                    var wanted = resolve(sides.get(1)).asText();
                    return texts(resolve(sides.get(0))).contains(wanted);
                }
                case "Fn::EachMemberEquals" -> {
                    var sides = arguments(argument, 2, 2, value, "EachMemberEquals");
                    var wanted = resolve(sides.get(1)).asText();
                    return texts(resolve(sides.get(0))).stream().allMatch(wanted::equals);
                }
                case "Fn::EachMemberIn" -> {
                    var sides = arguments(argument, 2, 2, value, "EachMemberIn");
                    return texts(resolve(sides.get(1))).containsAll(texts(resolve(sides.get(0))));
                }
                default -> {}
            }
        }
        var resolved = resolve(value);
        if (resolved.isBoolean() || Set.of("true", "false").contains(resolved.asText())) {
            return resolved.asBoolean();
        }
        throw source.error(value, "not a condition: use Equals, Not, And, Or or Condition");
    }

    private JsonNode call(String function, JsonNode argument, JsonNode at) {
        return switch (function) {
            case "Ref" -> names.ref(argument.asText(), at);
            case "Fn::GetAtt" -> attribute(argument, at);
            case "Fn::Sub" -> sub(argument, at);
            case "Fn::If" -> {
                var parts = arguments(argument, 3, 3, at, "If");
                yield resolve(parts.get(holds(parts.get(0).asText(), at) ? 1 : 2));
            }
            case "Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or" -> BooleanNode.valueOf(truth(at));
            case "Fn::Join" -> {
                var parts = arguments(argument, 2, 2, at, "Join");
                yield new TextNode(
                        String.join(parts.get(0).asText(), texts(resolve(parts.get(1)))));
            }
            case "Fn::Select" -> {
                var parts = arguments(argument, 2, 2, at, "Select");
                var list = resolve(parts.get(1));
                var index = resolve(parts.get(0)).asInt(-1);
                if (!list.has(index)) {
                    throw source.error(
                            at, "Select: the list has no item " + resolve(parts.get(0)).asText());
                }
                yield list.get(index);
            }
            case "Fn::Split" -> {
                var parts = arguments(argument, 2, 2, at, "Split");
                var array = Json.array();
                var text = resolve(parts.get(1)).asText();
                for (var part : text.split(Pattern.quote(parts.get(0).asText()), -1)) {
                    array.add(part);
                }
                yield array;
            }
            case "Fn::FindInMap" -> find(arguments(argument, 3, 4, at, "FindInMap"), at);
            case "Fn::Base64" ->
                    new TextNode(
                            Base64.getEncoder()
                                    .encodeToString(
                                            resolve(argument)
                                                    .asText()
                                                    .getBytes(StandardCharsets.UTF_8)));
            case "Fn::ToJsonString" -> new TextNode(Json.write(resolve(argument)));
            default -> throw source.error(at, "`" + function + "` is not emulated");
        };
    }

    private JsonNode attribute(JsonNode argument, JsonNode at) {
        if (argument.isTextual()) {
            var parts = argument.asText().split("\\.", 2);
            return names.attribute(parts[0], parts.length > 1 ? parts[1] : "", at);
        }
        var parts = arguments(argument, 2, 2, at, "GetAtt");
        return names.attribute(parts.get(0).asText(), resolve(parts.get(1)).asText(), at);
    }

    private JsonNode sub(JsonNode argument, JsonNode at) {
        var variables = new HashMap<String, JsonNode>();
        var text = argument;
        if (argument.isArray()) {
            var parts = arguments(argument, 2, 2, at, "Sub");
            text = parts.get(0);
            parts.get(1)
                    .properties()
                    .forEach(e -> variables.put(e.getKey(), resolve(e.getValue())));
        }
        if (!text.isTextual()) {
            throw source.error(at, "Sub needs a string");
        }
        var result = new StringBuilder();
        var matcher = VARIABLE.matcher(text.textValue());
        while (matcher.find()) {
            matcher.appendReplacement(
                    result, Matcher.quoteReplacement(variable(matcher, variables, at)));
        }
        return new TextNode(matcher.appendTail(result).toString());
    }

    private String variable(Matcher matcher, Map<String, JsonNode> variables, JsonNode at) {
        var name = matcher.group(2).strip();
        if (!matcher.group(1).isEmpty()) {
            return "${" + matcher.group(2) + "}";
        }
        var own = variables.get(name);
        if (own != null) {
            return own.asText();
        }
        var dot = name.indexOf('.');
        var value =
                dot < 0
                        ? names.ref(name, at)
                        : names.attribute(name.substring(0, dot), name.substring(dot + 1), at);
        return value.isArray() ? String.join(",", texts(value)) : value.asText();
    }

    private JsonNode find(List<JsonNode> parts, JsonNode at) {
        var keys = parts.subList(0, 3).stream().map(part -> resolve(part).asText()).toList();
        var found =
                source.root()
                        .path("Mappings")
                        .path(keys.get(0))
                        .path(keys.get(1))
                        .path(keys.get(2));
        if (!found.isMissingNode()) {
            return resolve(found);
        }
        if (parts.size() == 4 && parts.get(3).has("DefaultValue")) {
            return resolve(parts.get(3).get("DefaultValue"));
        }
        throw source.error(at, "FindInMap: no value for " + String.join(" / ", keys));
    }

    private List<JsonNode> arguments(
            JsonNode argument, int least, int most, JsonNode at, String name) {
        if (!argument.isArray() || argument.size() < least || argument.size() > most) {
            var count = least == most ? "" + least : least + " to " + most;
            throw source.error(at, name + " takes a list of " + count);
        }
        var list = new ArrayList<JsonNode>();
        argument.forEach(list::add);
        return list;
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    static JsonNode noValue() {
        return MissingNode.getInstance();
    }
}
