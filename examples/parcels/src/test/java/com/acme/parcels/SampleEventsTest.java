package com.acme.parcels;

import static com.acme.parcels.RunningService.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.Ids;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What the functions answer to the sample events, one after the other.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SampleEventsTest {
    private static final String NOTHING_FAILED = "{\"batchItemFailures\":[]}";

    private final Set<String> fed = new HashSet<>();

    @Test
    void each_sample_event_is_answered() throws IOException {
        try (var service = new RunningService()) {
            feed(service, "ParcelApi/register", "202");
            feed(service, "ParcelApi/register-same-key-another-recipient", "409");
            feed(service, "ParcelApi/register-without-recipient", "400");
            feed(service, "ParcelProcesses/registered", NOTHING_FAILED);
            feed(service, "ParcelViews/registered", NOTHING_FAILED);
            service.awaitStatus(Ids.of("idempotency-key", "acme", "my-first"), "ASSIGNED");
            feed(service, "ParcelApi/hand-over", "200");
            feed(service, "ParcelApi/deliver", "200");
            feed(service, "ParcelApi/get", "200");
            feed(service, "ParcelApi/get-no-such-id", "404");
            feed(service, "ParcelApi/list", "200");
            feed(service, "ParcelApi/list-bad-cursor", "400");
            feed(service, "ParcelProcesses/unknown-event-type", NOTHING_FAILED);
            feed(service, "ParcelViews/unknown-event-type", NOTHING_FAILED);
            feed(service, "ProcessOperations/parked", "ParcelLost");
            feed(service, "ProcessOperations/skip", "DONE");
            feed(service, "ProcessOperations/trace", "\"status\":\"Delivered\"");
            feed(service, "ProcessOperations/entities-of", "\"type\":\"Parcel\"");
            await(() -> service.invoke("ProcessOperations/erase"), SampleEventsTest::isErased);
            feed(service, "ProcessOperations/erase", "\"outcome\":\"ERASED\"");
            feed(service, "ParcelApi/get", "404");
            feed(service, "ProcessTimers/sweep", "\"swept\":");
            feed(service, "ParcelViewRebuild/size", "\"commits\":");
            feed(service, "ParcelViewRebuild/rebuild", "\"rows\":");
        }
        assertThat(fed).isEqualTo(samples());
    }

    /// The process that handles the delivery must have ended.
    private static boolean isErased(JsonNode answer) {
        return answer.path("outcome").asText().equals("ERASED");
    }

    private void feed(RunningService service, String sample, String expected) {
        fed.add(sample);
        assertThat(text(service.invoke(sample))).as(sample).contains(expected);
    }

    /// The status of an HTTP answer; all of any other.
    private static String text(JsonNode answer) {
        return answer.has("statusCode") ? answer.path("statusCode").asText() : answer.toString();
    }

    private static Set<String> samples() throws IOException {
        var events = Path.of("events");
        try (var files = Files.walk(events)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> events.relativize(file).toString().replace(".json", ""))
                    .collect(Collectors.toSet());
        }
    }
}
