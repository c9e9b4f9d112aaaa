package com.acme.parcels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// template.yaml on a local cloud, with the handlers of the class path and a sweep each half
/// second.
final class RunningService implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path EVENTS = Path.of("events");

    private final HttpClient http = HttpClient.newHttpClient();

    final LocalCloud cloud =
            LocalCloud.start(
                    LocalCloudOptions.of(Path.of("template.yaml"))
                            .withClasses(RunningService.class.getClassLoader())
                            .withScheduleEvery(Duration.ofMillis(500)));

    JsonNode get(String path) {
        return send(path, HttpRequest.newBuilder());
    }

    JsonNode post(String path, String body) {
        return send(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    /// @return the id of the parcel
    String register(String sender, String recipient) {
        var body = JSON.createObjectNode().put("sender", sender).put("recipient", recipient);
        return post("/parcels", body.toString()).path("parcelId").asText();
    }

    JsonNode awaitStatus(String parcel, String status) {
        return await(
                () -> get("/parcels/" + parcel), one -> one.path("status").asText().equals(status));
    }

    static JsonNode await(Callable<JsonNode> answer, Predicate<JsonNode> condition) {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).until(answer, condition);
    }

    /// The answer of a function to the sample event `<function>/<name>`.
    JsonNode invoke(String sample) {
        try {
            var event = Files.readString(EVENTS.resolve(sample + ".json"));
            return invoke(Path.of(sample).getParent().toString(), event);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The answer to `./millrace trace`.
    JsonNode trace(String type, String id) {
        return invoke(
                "ProcessOperations",
                """
                {"operation":"trace","type":"%s","entity":"%s"}
                """
                        .formatted(type, id));
    }

    private JsonNode invoke(String function, String event) {
        try {
            return JSON.readTree(cloud.invoke(function, event).payload());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private JsonNode send(String path, HttpRequest.Builder call) {
        try {
            var request = call.uri(URI.create(cloud.api() + path)).build();
            return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        cloud.close();
    }
}
