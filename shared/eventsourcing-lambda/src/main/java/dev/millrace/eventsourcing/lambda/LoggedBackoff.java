package dev.millrace.eventsourcing.lambda;

import dev.millrace.eventsourcing.Backoff;
import java.util.Map;

/// Tells the log of every pause before something is tried again.
///
/// @param what is tried: `journal`, `bus`
public record LoggedBackoff(Backoff backoff, String what, Log log) implements Backoff {
    private static final Metric RETRIES = Metric.count("Retries");

    @Override
    public void pause(int retry) {
        log.info("a retry", Map.of("what", what, "retry", retry), RETRIES.of(1));
        backoff.pause(retry);
    }
}
