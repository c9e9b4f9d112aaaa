package dev.millrace.eventsourcing.process;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events of a bus, as inputs of a process.
///
/// @param source the bus's `source`; it also names the queues of the failed inputs
/// @param detailType the bus's `detail-type`
public record BusInput<I>(String source, String detailType, Reader<I> reader)
        implements Subscription<I> {
    /// Reads the detail of an event.
    @FunctionalInterface
    public interface Reader<I> {
        /// @param now when the event was received
        /// @throws IllegalArgumentException if a field is missing or wrong; it names the field
        Read<I> read(Map<String, Object> detail, Instant now);
    }

    /// An input, and the instance it is for.
    ///
    /// @param key null if it concerns no instance
    /// @param messageId the sender's: a message that is sent again has the same one
    public record Read<I>(@Nullable String key, String messageId, I input) {}

    /// The id of an input. The ids of what the input causes are derived from it.
    public String id(String messageId) {
        return detailType + "/" + messageId;
    }
}
