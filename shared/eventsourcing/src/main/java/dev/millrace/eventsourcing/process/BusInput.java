package dev.millrace.eventsourcing.process;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events of a bus, as inputs of a process.
///
/// @param source the bus's `source`; it also names the queues of the inputs that failed
/// @param detailType the bus's `detail-type`
public record BusInput<I>(String source, String detailType, Reader<I> reader)
        implements Subscription<I> {
    /// Reads the detail of an event.
    @FunctionalInterface
    public interface Reader<I> {
        /// @param now when the event was received
        /// @throws IllegalArgumentException naming the field that is missing or wrong
        Read<I> read(Map<String, Object> detail, Instant now);
    }

    /// An input, and the instance it is for.
    ///
    /// @param key absent if it concerns no instance
    /// @param messageId the sender's: a message sent again has the same one
    public record Read<I>(@Nullable String key, String messageId, I input) {}

    /// Names an input: the ids of what it causes follow from it.
    public String id(String messageId) {
        return detailType + "/" + messageId;
    }
}
