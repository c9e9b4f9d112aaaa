package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Lazy;
import dev.millrace.eventsourcing.process.Instance.Waiting;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Hands the events of one bus input to the instances of its process.
public final class BusReceiver<I> {
    private static final int MOST_REMEMBERED = 10_000;

    private final BusInput<I> input;
    private final Lazy<? extends ProcessHost<?, I>> host;
    private final Ports ports;
    private final Map<String, String> keys =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > MOST_REMEMBERED;
                }
            };

    BusReceiver(BusInput<I> input, Lazy<? extends ProcessHost<?, I>> host, Ports ports) {
        this.input = input;
        this.host = host;
        this.ports = ports;
    }

    public BusInput<I> input() {
        return input;
    }

    public String process() {
        return host.get().name();
    }

    /// Receives an event. When this returns, the input is stored.
    ///
    /// @param eventId the bus's
    /// @param sentAt when the event was sent; null if that is not known
    /// @throws IllegalArgumentException if the detail lacks a field, or has a wrong one; it names
    ///   the field
    public void receive(String eventId, @Nullable Instant sentAt, Map<String, Object> detail) {
        var read = input.reader().read(detail, ports.clock().instant());
        var id = input.id(read.messageId());
        var key = read.key();
        if (key == null) {
            ports.listener().ignored(process(), id, eventId);
            return;
        }
        var entity = host.get().entity(key);
        try (var step = ports.listener().begin(process(), entity, eventId, id)) {
            var other = remember(read.messageId(), key);
            if (other != null) {
                ports.listener().receivedTwice(process(), id, entity, host.get().entity(other));
            }
            host.get()
                    .receive(
                            key,
                            new Waiting<>(id, read.input(), eventId, sentAt(read.input(), sentAt)));
            step.done();
        }
    }

    private static @Nullable Instant sentAt(Object input, @Nullable Instant sentAt) {
        return input instanceof DatedInput ? null : sentAt;
    }

    /// Detects that a sender uses one id for two instances. Both instances handle the message. The
    /// ids are kept in memory only, since a table would cost a write for each input: only a
    /// function that has received both messages notices.
    ///
    /// @return another instance that the same message was for; null if none is known
    private synchronized @Nullable String remember(String messageId, String key) {
        var first = keys.putIfAbsent(messageId, key);
        return first == null || first.equals(key) ? null : first;
    }
}
