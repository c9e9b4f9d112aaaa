package dev.millrace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Values at each bound of a schema, and one step outside it. [Schemas] decides which of them fit.
record Bounds(UnaryOperator<JsonNode> resolve) {
    /// A set with its count, or one character. The patterns of openapi.yaml consist of these.
    private static final Pattern ATOM =
            Pattern.compile(
                    "(?:\\[(?<set>[^]]+)]|\\\\(?<one>.))"
                            + "(?:\\{(?<least>[0-9]+)(?:,(?<most>[0-9]+))?}|(?<many>\\+))?");

    private static final int MANY = 1_000;

    /// A plain letter, a surrogate pair, and a combining mark. Each counts as one character.
    private static final List<String> CHARACTERS = List.of("a", "😀", "\u0301");

    /// Values of a wrong type: each property rejects at least two of them.
    private static final List<JsonNode> WRONG =
            List.of(NullNode.instance, TextNode.valueOf(""), IntNode.valueOf(0));

    /// The values by the place at which they differ from one that fits, such as `.seats[0].row`.
    ///
    /// @param fitting a value that fits the schema
    Map<String, List<JsonNode>> of(JsonNode schema, JsonNode fitting) {
        var rules = resolve.apply(schema);
        return switch (rules.path("type").asText()) {
            case "string" -> Map.of("", strings(rules));
            case "integer" -> Map.of("", integers(rules));
            case "array" -> arrays(rules, fitting);
            case "object" -> objects(rules, (ObjectNode) fitting);
            case String type -> throw new IllegalArgumentException("of a type " + type);
        };
    }

    private static List<JsonNode> strings(JsonNode rules) {
        var texts = new ArrayList<String>();
        if (rules.has("pattern")) texts.addAll(matches(rules.path("pattern").asText()));
        for (var character : CHARACTERS) {
            for (var bound : List.of("minLength", "maxLength")) {
                var length = rules.path(bound).asInt(1);
                for (var near = Math.max(0, length - 1); near <= length + 1; near++) {
                    texts.add(character.repeat(near));
                }
            }
        }
        return texts.stream().distinct().<JsonNode>map(TextNode::valueOf).toList();
    }

    /// The shortest and the longest matches, and each of them with a character less, more or
    /// changed.
    private static List<String> matches(String pattern) {
        var texts = new ArrayList<String>();
        for (var first : List.of(true, false)) {
            var shortest = match(pattern.replaceFirst("\\(.*\\)\\?", ""), false, first);
            var longest = match(pattern.replaceFirst("\\((.*)\\)\\?", "$1"), true, first);
            for (var text : List.of(shortest, longest)) {
                var last = text.length() - 1;
                texts.add(text);
                texts.add(text.substring(0, last));
                texts.add(text + text.charAt(last));
                for (var other : List.of(" ", "\u0663", "\n")) {
                    texts.add(text.substring(0, last) + other);
                    texts.add(text + other);
                }
            }
        }
        return texts;
    }

    private static String match(String pattern, boolean longest, boolean first) {
        var text = new StringBuilder();
        var atoms = ATOM.matcher(pattern);
        while (atoms.find()) {
            var set = atoms.group("set") == null ? atoms.group("one") : atoms.group("set");
            var least = atoms.group("least") == null ? "1" : atoms.group("least");
            var most = atoms.group("most") == null ? least : atoms.group("most");
            var times = Integer.parseInt(longest ? most : least);
            var isMany = longest && atoms.group("many") != null;
            var character = set.substring(first ? 0 : set.length() - 1).substring(0, 1);
            text.append(character.repeat(isMany ? MANY : times));
        }
        return text.toString();
    }

    private static List<JsonNode> integers(JsonNode rules) {
        var values = new ArrayList<JsonNode>();
        for (var bound : List.of("minimum", "maximum")) {
            var number = rules.path(bound).asInt();
            for (var near = number - 1; near <= number + 1; near++) {
                values.add(IntNode.valueOf(near));
                values.add(decimal(near + ".0"));
            }
            values.add(decimal(number + ".5"));
        }
        values.add(decimal("2147483648"));
        values.add(decimal("4294967297"));
        return values;
    }

    private static JsonNode decimal(String number) {
        return DecimalNode.valueOf(new BigDecimal(number));
    }

    private Map<String, List<JsonNode>> arrays(JsonNode rules, JsonNode fitting) {
        var all = new LinkedHashMap<String, List<JsonNode>>();
        var item = fitting.get(0);
        var lengths = new ArrayList<JsonNode>();
        for (var bound : List.of("minItems", "maxItems")) {
            var length = rules.path(bound).asInt();
            for (var near = length - 1; near <= length + 1; near++) lengths.add(array(item, near));
        }
        lengths.add(JsonNodeFactory.instance.arrayNode().add(item).add(item));
        all.put("", lengths);
        of(rules.path("items"), item)
                .forEach((place, values) -> all.put("[0]" + place, eachAlone(values)));
        return all;
    }

    private static List<JsonNode> eachAlone(List<JsonNode> items) {
        return items.stream()
                .<JsonNode>map(item -> JsonNodeFactory.instance.arrayNode().add(item))
                .toList();
    }

    /// An array of items that differ in their number.
    private static JsonNode array(JsonNode item, int length) {
        var array = JsonNodeFactory.instance.arrayNode();
        IntStream.rangeClosed(1, length)
                .mapToObj(n -> item.<ObjectNode>deepCopy().put("number", n))
                .forEach(array::add);
        return array;
    }

    private Map<String, List<JsonNode>> objects(JsonNode rules, ObjectNode fitting) {
        var all = new LinkedHashMap<String, List<JsonNode>>();
        all.put("", List.of(fitting, fitting.deepCopy().put("colour", 1)));
        for (var property : rules.path("properties").properties()) {
            var name = property.getKey();
            var values = new LinkedHashMap<>(of(property.getValue(), fitting.path(name)));
            values.merge("", WRONG, Bounds::both);
            values.forEach((place, ones) -> all.put("." + name + place, with(fitting, name, ones)));
            var without = fitting.deepCopy();
            without.remove(name);
            all.put("." + name + " is missing", List.of(without));
        }
        return all;
    }

    private static List<JsonNode> both(List<JsonNode> some, List<JsonNode> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static List<JsonNode> with(ObjectNode object, String name, List<JsonNode> values) {
        return values.stream().<JsonNode>map(value -> object.deepCopy().set(name, value)).toList();
    }
}
