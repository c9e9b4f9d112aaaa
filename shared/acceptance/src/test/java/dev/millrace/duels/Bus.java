package dev.millrace.duels;

import dev.millrace.eventsourcing.aws.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// A bus that keeps what it accepts. While it rejects, it answers that every entry is malformed.
final class Bus implements EventBridgeClient {
    private final World world;
    private final List<Published> published = new ArrayList<>();
    private boolean rejects;

    Bus(World world) {
        this.world = world;
    }

    /// @param detail the fields of the message
    record Published(String name, Map<String, Object> detail) {
        String text(String field) {
            return Objects.toString(detail.get(field), "");
        }
    }

    void reject(boolean on) {
        rejects = on;
    }

    Stream<Published> all(String name) {
        return published.stream().filter(one -> one.name().equals(name));
    }

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
        return world.call(
                request,
                () -> {
                    var result = PutEventsResultEntry.builder();
                    if (rejects) result.errorCode("MalformedDetail").errorMessage("refused");
                    else
                        request.entries()
                                .forEach(entry ->
                                        published.add(
                                                new Published(
                                                        entry.detailType(),
                                                        detail(entry.detail()))));
                    return PutEventsResponse.builder()
                            .failedEntryCount(rejects ? 1 : 0)
                            .entries(result.build())
                            .build();
                });
    }

    @SuppressWarnings("unchecked") // a JSON object
    private static Map<String, Object> detail(String text) {
        return Json.read(text, Map.class);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
