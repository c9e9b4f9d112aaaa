package dev.millrace.eventsourcing;

import java.time.Instant;
import java.util.Map;

/// What a run of a periodic process tells while it works. Parts of a run may report in parallel.
public interface SweepReport {
    /// Whether no further part is to be begun. The run is not complete then.
    boolean isOutOfTime();

    /// Something is due since then.
    void found(Instant since);

    /// Counts what was done, under the name that the run's answer gives it.
    void count(String what, int number);

    /// Something could not be done. It is due again in the next run.
    ///
    /// @param fields for the log
    void stepOver(String message, Throwable cause, Map<String, String> fields);
}
