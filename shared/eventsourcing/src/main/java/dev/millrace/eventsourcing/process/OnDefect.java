package dev.millrace.eventsourcing.process;

/// What happens to an input or effect that is a defect to its process, after all immediate tries.
public enum OnDefect {
    /// It waits, with all later inputs of its instance. It is tried ever more rarely for a day.
    PARK,
    /// It is dropped, and kept as [Instance.Skipped] with the error as the reason.
    SKIP
}
