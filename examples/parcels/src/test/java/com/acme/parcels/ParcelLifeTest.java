package com.acme.parcels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// The whole service over HTTP: template.yaml on the local cloud, with real streams.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ParcelLifeTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static LocalCloud cloud;

    @BeforeAll
    static void start() {
        cloud =
                LocalCloud.start(
                        LocalCloudOptions.of(Path.of("template.yaml"))
                                .withClasses(ParcelLifeTest.class.getClassLoader())
                                .withScheduleEvery(Duration.ofMillis(500)));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void a_registered_parcel_gets_a_courier_by_the_stream_alone() throws Exception {
        var parcel = register("acme", "ada");

        await("/parcels/" + parcel, one -> one.path("courier").asText().equals("anna"));
    }

    private static String register(String sender, String recipient) throws Exception {
        var body = JSON.createObjectNode().put("sender", sender).put("recipient", recipient);
        var answer = post("/parcels", body.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return JSON.readTree(answer.body()).path("parcelId").asText();
    }

    private static HttpResponse<String> post(String path, String body) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create(cloud.api() + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode get(String path) throws Exception {
        var call = HttpRequest.newBuilder(URI.create(cloud.api() + path)).build();
        return JSON.readTree(HTTP.send(call, HttpResponse.BodyHandlers.ofString()).body());
    }

    private static JsonNode await(String path, Predicate<JsonNode> condition) throws Exception {
        var end = Instant.now().plusSeconds(20);
        var answer = get(path);
        while (!condition.test(answer)) {
            assertThat(Instant.now()).as("%s is still %s", path, answer).isBefore(end);
            Thread.sleep(50);
            answer = get(path);
        }
        return answer;
    }
}
