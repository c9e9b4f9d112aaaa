package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Message;

/// A bus whose calls go through [PortCalls]: `publish <name> <id>`.
public record FaultyBus(Bus bus, PortCalls calls) implements Bus {

    @Override
    public void publish(String name, Message message) {
        calls.call(
                "publish %s %s".formatted(name, message.id()),
                () -> {
                    bus.publish(name, message);
                    return message;
                });
    }
}
