package dev.millrace.eventsourcing.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.eventsourcing.aws.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads and compares golden files: everything that the service persists, at one instant. Each file
/// is the state after one step and before another, so code that passes has read, continued and
/// written it.
///
/// A file has `at`, the items of each table in DynamoDB's JSON, and what the step published,
/// answered or left in a queue. Items and attributes are sorted. The comparison is exact, with two
/// exceptions. The text of `parked.error` is an exception's message, which only people read. The
/// `version` of a process's instance counts the writes that led to its state: there may be fewer
/// than when the file was written, but not more.
///
/// **A golden file may be added, never changed.** A change of persisted data needs a version and an
/// upcaster, and new files beside the old ones. `-Dgolden.write=true` writes the files that are
/// missing; existing files are compared as always.
public final class Golden {
    private static final Path FILES = Path.of("../booking-processes/src/test/resources/golden");
    private static final int ATTRIBUTE = 3;
    private static final Pattern VERSION_OF_AN_INSTANCE =
            Pattern.compile(
                    "(\"process\": [^\\n]*(?:\\n +\"(?:skipped|state|timers)\": [^\\n]*)*\\n +\"version\": \\{\"N\":\")([0-9]+)(\"})");

    private Golden() {}

    /// The state in a file.
    public static JsonNode read(String file) {
        return Json.read(text(file), JsonNode.class);
    }

    /// The names of all golden files, sorted.
    public static List<String> files() {
        try (var files = Files.walk(FILES)) {
            return files.map(file -> FILES.relativize(file).toString())
                    .filter(name -> name.contains("/") && name.endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public static String text(String file) {
        try {
            return Files.readString(FILES.resolve(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /// Replaces the items of every table with those of a state.
    public static void restore(DynamoDbClient client, JsonNode state) {
        for (var table : tables(client)) {
            for (var item : items(client, table)) {
                var key = new HashMap<>(item);
                key.keySet().retainAll(keys(client, table));
                client.deleteItem(delete -> delete.tableName(table).key(key));
            }
            for (var item : state.path(table)) {
                client.putItem(put -> put.tableName(table).item(attributes(item)));
            }
        }
    }

    /// The items of every table.
    public static ObjectNode state(DynamoDbClient client, Instant at) {
        var state = Json.mapper().createObjectNode().put("at", at.toString());
        for (var table : tables(client)) {
            var items = state.putArray(table);
            items(client, table).stream()
                    .sorted(Comparator.comparing(Golden::order))
                    .forEach(item -> items.add(json(item)));
        }
        return state;
    }

    /// Asserts that a state equals the one in a file.
    public static void assertHolds(String file, JsonNode state) {
        var text = print(state, 0) + "\n";
        write(FILES.resolve(file), text);
        assertThat(comparable(text)).as(file).isEqualTo(comparable(text(file)));
        assertThat(writes(text))
                .as("writes of the instances of %s", file)
                .zipSatisfy(
                        writes(text(file)),
                        (now, then) -> assertThat(now).isLessThanOrEqualTo(then));
    }

    private static void write(Path file, String text) {
        if (!Boolean.getBoolean("golden.write") || Files.exists(file)) return;
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String comparable(String text) {
        return text.replaceAll("(\\\\\"error\\\\\":\\\\\").*?(\\\\\",\\\\\"attempts)", "$1…$2")
                .transform(VERSION_OF_AN_INSTANCE::matcher)
                .replaceAll("$1…$3");
    }

    /// How many writes led to each instance, in the order of the file.
    private static List<Integer> writes(String text) {
        return VERSION_OF_AN_INSTANCE
                .matcher(text)
                .results()
                .map(instance -> Integer.valueOf(instance.group(2)))
                .toList();
    }

    /// DynamoDB Local writes the limit of a list into its SQL with the digits of the default
    /// locale, so the call needs the root locale.
    private static List<String> tables(DynamoDbClient client) {
        var locale = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        try {
            return client.listTables().tableNames().stream().sorted().toList();
        } finally {
            Locale.setDefault(locale);
        }
    }

    private static List<String> keys(DynamoDbClient client, String table) {
        return client
                .describeTable(describe -> describe.tableName(table))
                .table()
                .keySchema()
                .stream()
                .map(key -> key.attributeName())
                .toList();
    }

    private static List<Map<String, AttributeValue>> items(DynamoDbClient client, String table) {
        return client.scanPaginator(scan -> scan.tableName(table)).items().stream().toList();
    }

    /// By key: a sequence number is padded, so that it sorts as a number.
    private static String order(Map<String, AttributeValue> values) {
        var item = new Item(values);
        var seq =
                values.containsKey("seq")
                        ? String.format(Locale.ROOT, "%05d", item.number("seq"))
                        : "";
        return String.join(" ", item.text("pk"), item.textOrNull("sk"), seq);
    }

    private static JsonNode json(Map<String, AttributeValue> item) {
        var node = Json.mapper().createObjectNode();
        new TreeMap<>(item).forEach((name, value) -> node.set(name, json(value)));
        return node;
    }

    private static JsonNode json(AttributeValue value) {
        var node = Json.mapper().createObjectNode();
        switch (value.type()) {
            case S -> node.put("S", value.s());
            case N -> node.put("N", value.n());
            case BOOL -> node.put("BOOL", value.bool());
            case M -> node.set("M", json(value.m()));
            case L -> value.l().stream().map(Golden::json).forEach(node.putArray("L")::add);
            default -> throw new IllegalArgumentException("no attribute of ours: " + value);
        }
        return node;
    }

    private static Map<String, AttributeValue> attributes(JsonNode item) {
        return item.properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> attribute(one.getValue())));
    }

    private static AttributeValue attribute(JsonNode node) {
        var one = node.properties().iterator().next();
        var value = one.getValue();
        return switch (one.getKey()) {
            case "S" -> AttributeValue.fromS(value.asText());
            case "N" -> AttributeValue.fromN(value.asText());
            case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
            case "M" -> AttributeValue.fromM(attributes(value));
            case "L" -> AttributeValue.fromL(elements(value).map(Golden::attribute).toList());
            default -> throw new IllegalArgumentException("no attribute of ours: " + node);
        };
    }

    /// One line for each attribute, so that a difference is one line.
    private static String print(JsonNode node, int depth) {
        if (depth == ATTRIBUTE || !node.isContainerNode() || node.isEmpty())
            return Json.write(node);
        var indent = "\n" + "  ".repeat(depth + 1);
        var lines =
                node.isArray()
                        ? elements(node).map(one -> print(one, depth + 1))
                        : node.properties().stream()
                                .map(one ->
                                        Json.write(one.getKey())
                                                + ": "
                                                + print(one.getValue(), depth + 1));
        var end = "\n" + "  ".repeat(depth);
        var text = lines.collect(Collectors.joining("," + indent, indent, end));
        return node.isArray() ? "[" + text + "]" : "{" + text + "}";
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
