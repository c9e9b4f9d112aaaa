package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.dynamodb.Json;
import dev.millrace.eventsourcing.dynamodb.Outages;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/// Messages to the world on an EventBridge bus: the name is the detail-type, the message the flat detail.
public final class EventBridgeBus implements Bus {
    private static final int MOST_TRIES = 5;

    private final EventBridgeClient client;
    private final String bus;
    private final String source;
    private final Backoff backoff;

    public EventBridgeBus(EventBridgeClient client, String bus, String source, Backoff backoff) {
        this.client = client;
        this.bus = bus;
        this.source = source;
        this.backoff = backoff;
    }

    @Override
    public void publish(String name, Message message) {
        var entry =
                PutEventsRequestEntry.builder()
                        .eventBusName(bus)
                        .source(source)
                        .detailType(name)
                        .detail(Json.write(message))
                        .build();
        for (var tries = 1; ; tries++) {
            var answer =
                    Outages.translating("put " + name + " on " + bus, () -> client.putEvents(put -> put.entries(entry)));
            if (answer.failedEntryCount() == 0) return;
            var failed = answer.entries().getFirst();
            if (tries == MOST_TRIES) {
                throw new Outage(
                        "%s took no %s: %s %s".formatted(bus, name, failed.errorCode(), failed.errorMessage()), null);
            }
            backoff.pause(tries);
        }
    }
}
