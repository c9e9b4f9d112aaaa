package com.example.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.local.LocalCloud;
import dev.millrace.local.LocalCloudOptions;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The template and its functions on a local cloud, over HTTP.
class OrderServiceTest {
    private final LocalCloud cloud =
            LocalCloud.start(
                    LocalCloudOptions.of(Path.of("template.yaml"))
                            .withClasses(getClass().getClassLoader())
                            .withParameters(Map.of("ShippingTime", "PT1S"))
                            .withScheduleEvery(Duration.ofMillis(500)));
    private final List<String> published = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    OrderServiceTest() {
        cloud.onBusEvent(event -> published.add(event.path("detail-type").asText()));
    }

    @AfterEach
    void close() {
        http.close();
        cloud.close();
    }

    @Test
    void anOrderIsPlacedShippedAndAnnounced() throws Exception {
        var order = place("ada");

        assertThat(call("POST", "/orders/" + order + "/shipment", "")).contains(order);

        await(() -> call("GET", "/customers/ada/orders", ""), "SHIPPED");
        await(() -> String.join(",", published), "ShipmentAnnounced");
        assertThat(call("DELETE", "/orders/" + order, "")).contains("ALREADY_SHIPPED");
    }

    @Test
    void anOrderThatIsNotShippedIsCancelled() throws Exception {
        var order = place("ben");

        await(() -> call("GET", "/orders/" + order, ""), "CANCELLED");
        assertThat(published).contains("ShipmentReminder");
    }

    private String place(String customer) throws Exception {
        var answer =
                call(
                        "POST",
                        "/orders",
                        """
                        {"customer":"%s","item":"a lamp"}
                        """
                                .formatted(customer));
        return answer.replaceAll(".*\"orderId\":\"(.*?)\".*", "$1");
    }

    private String call(String method, String path, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(cloud.api().resolve(path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        return http.send(request, BodyHandlers.ofString()).body();
    }

    private interface Look {
        String look() throws Exception;
    }

    private static void await(Look look, String expected) throws Exception {
        for (var tries = 0; tries < 100 && !look.look().contains(expected); tries++) {
            Thread.sleep(100);
        }
        assertThat(look.look()).contains(expected);
    }
}
