package dev.millrace.local.store;

/// Sends to the template's queues, wherever they are.
public interface QueueSender {
    /// Sends a message to a queue, by the queue's name.
    void send(String queue, String body);
}
