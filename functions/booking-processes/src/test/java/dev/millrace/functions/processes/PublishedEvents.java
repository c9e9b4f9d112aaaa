package dev.millrace.functions.processes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/// A bus that keeps what is published.
final class PublishedEvents implements EventBridgeClient {
    private final List<PutEventsRequestEntry> all = new CopyOnWriteArrayList<>();

    List<PutEventsRequestEntry> all() {
        return all;
    }

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
        all.addAll(request.entries());
        return PutEventsResponse.builder().failedEntryCount(0).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
