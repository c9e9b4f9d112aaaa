package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.aws.AwsErrors;
import dev.millrace.eventsourcing.aws.Json;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// Publishes messages on an EventBridge bus. The message's name is the `detail-type`, and the
/// message itself, without an envelope, is the `detail`.
///
/// `PutEvents` answers 200 even if an entry failed. A failed entry is sent again, up to five times
/// in all.
public final class EventBridgeBus implements Bus {
    private static final int MOST_TRIES = 5;

    /// The errors of an entry that EventBridge never accepts. Any other error may pass.
    private static final Set<String> DEFECTS = Set.of("InvalidArgument", "MalformedDetail");

    private final Supplier<EventBridgeClient> client;
    private final String bus;
    private final String source;
    private final Backoff backoff;

    /// @param client supplies the client when a message is published: a function that publishes
    ///   nothing needs none
    /// @param bus the bus's name or ARN
    /// @param source the name of the service on the bus: the `source` of its events
    public EventBridgeBus(
            Supplier<EventBridgeClient> client, String bus, String source, Backoff backoff) {
        this.client = client;
        this.bus = bus;
        this.source = source;
        this.backoff = backoff;
    }

    /// @throws IllegalArgumentException if EventBridge never accepts such a message
    @Override
    public void publish(String name, Message message) {
        var entry =
                PutEventsRequestEntry.builder()
                        .eventBusName(bus)
                        .source(source)
                        .detailType(name)
                        .detail(Json.write(message))
                        .build();
        for (var failures = 1; ; failures++) {
            var answer =
                    AwsErrors.translate(
                            "publish on " + bus,
                            () -> client.get().putEvents(put -> put.entries(entry)));
            if (answer.failedEntryCount() == 0) return;
            var failed =
                    answer.entries().stream()
                            .filter(result -> result.errorCode() != null)
                            .findFirst()
                            .orElseGet(EventBridgeBus::unknown);
            var error = failed.errorCode();
            var what =
                    "EventBridge did not accept %s %s: %s, %s"
                            .formatted(name, message.id(), error, failed.errorMessage());
            if (DEFECTS.contains(error)) throw new IllegalArgumentException(what);
            if (failures == MOST_TRIES) throw new Outage(what, null);
            backoff.pause(failures);
        }
    }

    private static PutEventsResultEntry unknown() {
        return PutEventsResultEntry.builder().errorCode("unknown").build();
    }
}
