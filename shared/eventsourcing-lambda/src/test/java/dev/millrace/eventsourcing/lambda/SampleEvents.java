package dev.millrace.eventsourcing.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.aws.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The sample events of the folder `events`, read as Lambda's runtime reads events.
public final class SampleEvents {
    private final Path folder;

    private SampleEvents(Path folder) {
        this.folder = folder;
    }

    /// The samples of a function, by its name in template.yaml.
    public static SampleEvents of(String function) {
        var root = requireNonNull(System.getProperty("millrace.root"), "millrace.root is not set");
        return new SampleEvents(Path.of(root, "events", function));
    }

    /// Their names, without `.json`.
    public Set<String> names() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .collect(Collectors.toSet());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public BusEvent busEvent(String name) {
        return BusEvent.read(bytes(name));
    }

    public <T> T read(String name, Class<T> type) {
        var serializer =
                LambdaEventSerializers.serializerFor(type, SampleEvents.class.getClassLoader());
        try (var json = Files.newInputStream(folder.resolve(name + ".json"))) {
            return serializer.fromJson(json);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// A sample of a function that reads JSON itself.
    public JsonNode json(String name) {
        return Json.read(new String(bytes(name), UTF_8), JsonNode.class);
    }

    public byte[] bytes(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name + ".json"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// A sample of a function that accepts any object.
    @SuppressWarnings("unchecked") // a JSON object
    public Map<String, Object> map(String name) {
        return read(name, Map.class);
    }

    /// The journal's items in a sample of a stream.
    public List<Map<String, AttributeValue>> items(String name) {
        return read(name, DynamodbEvent.class).getRecords().stream()
                .map(record -> {
                    var item = new HashMap<String, AttributeValue>();
                    record.getDynamodb()
                            .getNewImage()
                            .forEach((attribute, value) ->
                                    item.put(
                                            attribute,
                                            AttributeValue.builder()
                                                    .s(value.getS())
                                                    .n(value.getN())
                                                    .build()));
                    return Map.copyOf(item);
                })
                .toList();
    }
}
