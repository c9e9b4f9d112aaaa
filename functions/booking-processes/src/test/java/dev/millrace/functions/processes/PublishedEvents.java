package dev.millrace.functions.processes;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;

/// A bus that records the published messages.
final class PublishedEvents implements EventBridgeClient {
    private final List<PutEventsRequestEntry> all = new CopyOnWriteArrayList<>();

    private @Nullable RuntimeException failure;

    /// The bus now fails with this exception, or works again if it is null.
    void failWith(@Nullable RuntimeException nextFailure) {
        failure = nextFailure;
    }

    List<PutEventsRequestEntry> all() {
        return all;
    }

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
        if (failure != null) throw failure;
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
