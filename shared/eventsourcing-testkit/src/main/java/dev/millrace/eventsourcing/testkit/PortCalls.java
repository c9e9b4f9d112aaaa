package dev.millrace.eventsourcing.testkit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the calls of ports. An implementation may record, delay or fail them: [Faults] at the
/// calls that a test names, a simulation at the calls that its seed chooses.
public interface PortCalls {
    /// Makes a call of a port.
    ///
    /// @param name describes the call: `append a 1`
    <T extends @Nullable Object> T call(String name, Supplier<T> port);
}
