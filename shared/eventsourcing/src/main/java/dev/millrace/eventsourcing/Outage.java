package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// A failure of the infrastructure: throttling, a time-out, a conflict. The command or event is not
/// at fault. The same call must be made again, and may then succeed.
public class Outage extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Outage(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
