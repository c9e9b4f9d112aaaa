package dev.millrace.eventsourcing.process;

/// What becomes of an input or an effect that is a defect to its process, after every try at once.
public enum OnDefect {
    /// It waits, with all that its instance is told meanwhile, and is tried again ever more rarely
    /// for a day.
    PARK,
    /// It is dropped, and kept as [Instance.Skipped] with the error for its reason.
    SKIP
}
