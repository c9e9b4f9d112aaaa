package dev.millrace.eventsourcing;

/// Where messages to the world go: at least once, in no order.
@FunctionalInterface
public interface Bus {

    /// Publishes a message under its persisted name.
    ///
    /// @throws Outage where it is unknown whether it arrived: publish it again
    void publish(String name, Message message);
}
