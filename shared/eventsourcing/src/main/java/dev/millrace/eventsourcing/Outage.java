package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// The world did not answer, or not in time: the same call may succeed later, and must be made
/// again. Nothing is wrong with the command or the event.
public class Outage extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Outage(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
