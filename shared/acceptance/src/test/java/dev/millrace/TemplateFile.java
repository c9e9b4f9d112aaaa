package dev.millrace;

import static java.util.Objects.requireNonNull;

import dev.millrace.local.LocalCloudOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// template.yaml as it is written, for tests. Nothing is evaluated: a value that depends on a
/// parameter is an expression.
public record TemplateFile(Value root) {
    /// The checkout.
    public static final Path ROOT = Path.of(requireNonNull(System.getProperty("millrace.root")));

    /// The template on the local cloud, with the compiled handlers instead of the packaged ones.
    public static LocalCloudOptions local() {
        return LocalCloudOptions.of(ROOT.resolve("template.yaml"))
                .withClasses(TemplateFile.class.getClassLoader());
    }

    /// The archives that are deployed, each once.
    public static List<Path> archives() {
        return read().functions().stream()
                .map(function -> ROOT.resolve(function.at("CodeUri").text()))
                .distinct()
                .toList();
    }

    static TemplateFile read() {
        return read(ROOT.resolve("template.yaml"));
    }

    static TemplateFile read(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            return new TemplateFile(new Value(new Yaml(new Tags()).load(reader)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Resource> functions() {
        return all("AWS::Serverless::Function");
    }

    List<Resource> resources() {
        return root.at("Resources").entries().entrySet().stream()
                .map(entry -> new Resource(entry.getKey(), entry.getValue()))
                .toList();
    }

    List<Resource> all(String type) {
        return resources().stream().filter(resource -> resource.type().equals(type)).toList();
    }

    /// The resource that a `Ref` or a `GetAtt` names. If there is none, the test fails.
    Resource named(Value reference) {
        var id = reference.at("Ref").exists() ? reference.at("Ref") : reference.at("Fn::GetAtt", 0);
        return resources().stream()
                .filter(resource -> resource.id().equals(id.text()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(reference + " names no resource"));
    }

    /// The events that invoke functions, of these types: `DynamoDB`, `HttpApi`.
    List<Event> events(String... types) {
        var events = new ArrayList<Event>();
        for (var function : functions()) {
            function.at("Events")
                    .entries()
                    .forEach((name, event) -> {
                        if (List.of(types).contains(event.at("Type").text()))
                            events.add(new Event(function, name, event.at("Properties")));
                    });
        }
        return events;
    }

    /// A resource. Its parts are its properties.
    record Resource(String id, Value body) {
        String type() {
            return body.at("Type").text();
        }

        Value at(Object... path) {
            return body.at("Properties").at(path);
        }

        @Override
        public String toString() {
            return id;
        }
    }

    /// An event that invokes a function. Its parts are its properties.
    record Event(Resource function, String name, Value properties) {
        Value at(Object... path) {
            return properties.at(path);
        }

        @Override
        public String toString() {
            return function + "." + name;
        }
    }

    /// A map, a list, a scalar, or nothing. Each part of nothing is nothing.
    record Value(@Nullable Object value) {
        static final Value NOTHING = new Value(null);

        static Value ref(String id) {
            return new Value(Map.of("Ref", id));
        }

        static Value arn(String id) {
            return new Value(Map.of("Fn::GetAtt", List.of(id, "Arn")));
        }

        Value at(Object... path) {
            var here = this;
            for (var step : path) here = here.step(step);
            return here;
        }

        private Value step(Object step) {
            return switch (value) {
                case Map<?, ?> map -> new Value(map.get(step));
                case List<?> list when step instanceof Integer index && index < list.size() ->
                        new Value(list.get(index));
                case null, default -> NOTHING;
            };
        }

        boolean exists() {
            return value != null;
        }

        String text() {
            return value == null ? "" : value.toString();
        }

        int number() {
            return value instanceof Integer number ? number : 0;
        }

        /// The items of a list. IAM and SAM accept a single value for a list of one.
        List<Value> items() {
            return switch (value) {
                case null -> List.of();
                case Collection<?> items -> items.stream().<Value>map(Value::new).toList();
                default -> List.of(this);
            };
        }

        List<String> texts() {
            return items().stream().map(Value::text).toList();
        }

        Map<String, Value> entries() {
            var entries = new LinkedHashMap<String, Value>();
            if (value instanceof Map<?, ?> map)
                map.forEach((key, part) -> entries.put(key.toString(), new Value(part)));
            return entries;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /// Reads short tags in their long form: `!Ref X` is `{Ref: X}`.
    private static final class Tags extends SafeConstructor {
        Tags() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new LongForm());
        }

        private final class LongForm extends AbstractConstruct {
            @Override
            public Object construct(Node node) {
                var tag = node.getTag().getValue().substring(1);
                var argument =
                        switch (node) {
                            case ScalarNode scalar when tag.equals("GetAtt") ->
                                    List.of(scalar.getValue().split("\\.", 2));
                            case ScalarNode scalar -> scalar.getValue();
                            case SequenceNode sequence -> constructSequence(sequence);
                            case MappingNode mapping -> constructMapping(mapping);
                            default -> throw new IllegalStateException("a tag on " + node);
                        };
                return Map.of(
                        tag.equals("Ref") || tag.equals("Condition") ? tag : "Fn::" + tag,
                        argument);
            }
        }
    }
}
