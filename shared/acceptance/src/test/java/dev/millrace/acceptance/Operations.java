package dev.millrace.acceptance;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.local.LocalCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Requests of an operator to a running service.
record Operations(LocalCloud cloud) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Process and instance of everything that is parked.
    List<String> parked() {
        var parked = new ArrayList<String>();
        ask("{\"operation\":\"parked\"}")
                .path("parked")
                .forEach(one ->
                        parked.add(
                                one.path("process").asText()
                                        + " "
                                        + one.path("instance").asText()));
        return parked;
    }

    /// Redrives an instance, and returns the outcome.
    String redrive(String process, String instance) {
        var request =
                JSON.createObjectNode()
                        .put("operation", "redrive")
                        .put("process", process)
                        .put("instance", instance);
        return ask(request.toString()).path("outcome").asText();
    }

    /// Erases a booking that is over, once all readers have handled it.
    void erase(String booking) {
        var request = JSON.createObjectNode().put("operation", "erase").put("entity", booking);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ask(request.toString()).path("outcome").asText().equals("ERASED"));
    }

    private JsonNode ask(String request) {
        try {
            return JSON.readTree(cloud.invoke("ProcessOperations", request).payload());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
