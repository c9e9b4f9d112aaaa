package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Message;

/// A bus whose calls are heard, and disturbed, by [Faults]: `publish <name> <id>`.
public record FaultyBus(Bus bus, Faults faults) implements Bus {

    @Override
    public void publish(String name, Message message) {
        faults.call(
                "publish %s %s".formatted(name, message.id()),
                () -> {
                    bus.publish(name, message);
                    return message;
                });
    }
}
