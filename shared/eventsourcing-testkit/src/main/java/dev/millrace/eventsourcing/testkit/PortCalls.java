package dev.millrace.eventsourcing.testkit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the calls of ports. An implementation may listen to them, delay them and disturb them:
/// [Faults] does so at the calls that a test names, a simulation where its seed says.
public interface PortCalls {
    /// Makes a call of a port.
    ///
    /// @param name the call, for people to read: `append a 1`
    <T extends @Nullable Object> T call(String name, Supplier<T> port);
}
