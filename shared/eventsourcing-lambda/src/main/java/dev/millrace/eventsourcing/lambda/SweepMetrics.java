package dev.millrace.eventsourcing.lambda;

/// What every sweep is measured by.
public final class SweepMetrics {

    /// How long the most overdue thing that a sweep found was due: the backlog. It is there even
    /// where nothing was due, and grows while a sweep cannot do, or does not reach, what is.
    public static final Metric OVERDUE = Metric.millis("Overdue");

    /// Something that a sweep could not do, and went on without.
    public static final Metric STEPPED_OVER = Metric.count("SteppedOver");

    private SweepMetrics() {}
}
