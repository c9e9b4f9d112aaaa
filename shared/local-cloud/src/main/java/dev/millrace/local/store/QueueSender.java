package dev.millrace.local.store;

/// Sends messages to the template's queues on a backend.
public interface QueueSender {
    /// Sends a message to a queue, by the queue's name.
    void send(String queue, String body);
}
