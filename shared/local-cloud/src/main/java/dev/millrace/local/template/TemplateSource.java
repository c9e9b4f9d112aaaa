package dev.millrace.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.local.Json;
import dev.millrace.local.LocalCloudException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// A template as it is written, as one tree. Short tags (`!Ref X`) have their long form (`{Ref:
/// X}`). It knows the line of each value, for error messages.
final class TemplateSource {
    private static final Set<String> BARE = Set.of("Ref", "Condition");
    private static final Set<String> FUNCTIONS =
            Set.of(
                    "Sub",
                    "GetAtt",
                    "If",
                    "Equals",
                    "Not",
                    "And",
                    "Or",
                    "Join",
                    "Select",
                    "Split",
                    "FindInMap",
                    "Base64",
                    "ImportValue",
                    "GetAZs",
                    "Cidr",
                    "Transform",
                    "Length",
                    "ToJsonString");

    private final String file;
    private final IdentityHashMap<JsonNode, Integer> lines = new IdentityHashMap<>();
    private JsonNode root = Json.object();

    private TemplateSource(String file) {
        this.file = file;
    }

    static TemplateSource read(Path path) {
        try {
            return parse(path.toString(), Files.readString(path));
        } catch (IOException e) {
            throw new LocalCloudException(
                    path + ": cannot be read; give the path of a SAM template", e);
        }
    }

    static TemplateSource parse(String file, String text) {
        var source = new TemplateSource(file);
        try {
            var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            var node = yaml.compose(new StringReader(text));
            if (!(node instanceof MappingNode)) {
                throw new LocalCloudException(
                        file + ":1: not a template; a template has `Resources:`");
            }
            source.root = source.tree(node);
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            var line = mark == null ? 1 : mark.getLine() + 1;
            throw new LocalCloudException(
                    file + ":" + line + ": not valid YAML: " + oneLine(e.getProblem()), e);
        } catch (YAMLException e) {
            throw new LocalCloudException(
                    file + ":1: not valid YAML: " + oneLine(e.getMessage()), e);
        }
        return source;
    }

    JsonNode root() {
        return root;
    }

    /// The place of a value, as `file:line`.
    String at(JsonNode value) {
        return file + ":" + lines.getOrDefault(value, 1);
    }

    LocalCloudException error(JsonNode at, String message) {
        return new LocalCloudException(at(at) + ": " + message);
    }

    private JsonNode tree(Node node) {
        var tag = node.getTag().getValue();
        var value = node instanceof ScalarNode scalar ? scalar(scalar) : composite(node);
        var line = node.getStartMark().getLine() + 1;
        if (tag.startsWith("!") && !tag.equals("!")) {
            value = longForm(tag.substring(1), value, line);
        }
        lines.put(value, line);
        return value;
    }

    private JsonNode composite(Node node) {
        if (node instanceof SequenceNode sequence) {
            var array = Json.array();
            sequence.getValue().forEach(item -> array.add(tree(item)));
            return array;
        }
        var object = Json.object();
        for (var entry : ((MappingNode) node).getValue()) {
            var line = entry.getKeyNode().getStartMark().getLine() + 1;
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new LocalCloudException(file + ":" + line + ": a key must be plain text");
            }
            if (object.has(key.getValue())) {
                throw new LocalCloudException(
                        file + ":" + line + ": `" + key.getValue() + "` is here twice");
            }
            var value = tree(entry.getValueNode());
            lines.put(value, line);
            object.set(key.getValue(), value);
        }
        return object;
    }

    /// Each text and number is a new node, so that it has its own line.
    private static JsonNode scalar(ScalarNode node) {
        var text = node.getValue();
        var tag = node.getTag();
        if (tag.equals(Tag.NULL)) {
            return NullNode.getInstance();
        }
        if (tag.equals(Tag.BOOL)) {
            return BooleanNode.valueOf(
                    Set.of("true", "yes", "on").contains(text.toLowerCase(java.util.Locale.ROOT)));
        }
        if ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT))
                && text.matches("-?(0|[1-9]\\d*)(\\.\\d+)?")) {
            return DecimalNode.valueOf(new BigDecimal(text));
        }
        return new TextNode(text);
    }

    private JsonNode longForm(String tag, JsonNode value, int line) {
        if (BARE.contains(tag)) {
            return Json.object().set(tag, value);
        }
        if (!FUNCTIONS.contains(tag)) {
            throw new LocalCloudException(file + ":" + line + ": unknown tag `!" + tag + "`");
        }
        if (tag.equals("GetAtt") && value.isTextual()) {
            var parts = value.textValue().split("\\.", 2);
            if (parts.length < 2) {
                throw new LocalCloudException(
                        file
                                + ":"
                                + line
                                + ": `!GetAtt "
                                + value.textValue()
                                + "` names no attribute");
            }
            var array = Json.array().add(parts[0]).add(parts[1]);
            lines.put(array, line);
            return Json.object().set("Fn::GetAtt", array);
        }
        return Json.object().set("Fn::" + tag, value);
    }

    private static String oneLine(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "unreadable" : text.strip().replaceAll("\\s+", " ");
    }
}
