package dev.millrace.eventsourcing;

import java.time.Instant;
import java.util.Map;

/// Receives the progress of one run of a sweep. Parts of a run may report in parallel.
public interface SweepReport {
    /// Whether the run must not begin another part. The run is not complete then.
    boolean isOutOfTime();

    /// Reports that something has been due since an instant.
    void found(Instant since);

    /// Adds to the counter of that name in the run's answer.
    void count(String what, int number);

    /// Reports something that could not be done. It is due again in the next run.
    ///
    /// @param fields for the log
    void stepOver(String message, Throwable cause, Map<String, String> fields);
}
