package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Bus;
import dev.millrace.eventsourcing.Message;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A bus that delivers nothing. It records every published message in order, repeats included.
/// Thread-safe.
public final class RecordingBus implements Bus {
    private final List<Published> published = new CopyOnWriteArrayList<>();

    /// A message and the name under which it was published.
    public record Published(String name, Message message) {}

    @Override
    public void publish(String name, Message message) {
        published.add(new Published(name, message));
    }

    public List<Published> published() {
        return List.copyOf(published);
    }

    public List<Message> messages() {
        return published.stream().map(Published::message).toList();
    }
}
