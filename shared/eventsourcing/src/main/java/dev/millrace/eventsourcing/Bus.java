package dev.millrace.eventsourcing;

/// Publishes messages to other systems: at least once, in no order.
@FunctionalInterface
public interface Bus {

    /// Publishes a message under its persisted name.
    ///
    /// @throws Outage if it is unknown whether the message arrived. Publish it again
    void publish(String name, Message message);
}
