package dev.millrace.eventsourcing.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A number on a line of the log that CloudWatch keeps as a metric: the embedded metric format.
///
/// CloudWatch Logs finds the metric by what stands beside it in `_aws`, so that no call is made and
/// nothing is held back: a line is written by whichever thread has something to say. See the
/// [specification](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
///
/// @param name also of the field that holds the number
/// @param unit as CloudWatch names it
/// @param dimensions the fields of the line by which it is told apart. Each set of their values is
///   a metric of its own, and paid for as one: never an id
public record Metric(String name, String unit, List<String> dimensions) {

    public static Metric count(String name, String... dimensions) {
        return new Metric(name, "Count", List.of(dimensions));
    }

    public static Metric millis(String name) {
        return new Metric(name, "Milliseconds", List.of());
    }

    public Measured of(long number) {
        return new Measured(this, number);
    }

    public Measured of(Duration duration) {
        return of(duration.toMillis());
    }

    /// What it is this time.
    public record Measured(Metric metric, long number) {}

    /// Adds to a line what CloudWatch is to take from it: a directive each, as they may differ in
    /// their dimensions.
    static void write(ObjectNode line, String namespace, Instant now, Measured... measured) {
        var aws = line.putObject("_aws").put("Timestamp", now.toEpochMilli());
        var directives = aws.putArray("CloudWatchMetrics");
        for (var one : measured) one.metric().write(directives.addObject(), namespace);
    }

    private void write(ObjectNode directive, String namespace) {
        var set = directive.put("Namespace", namespace).putArray("Dimensions").addArray();
        dimensions.forEach(set::add);
        directive.putArray("Metrics").addObject().put("Name", name).put("Unit", unit);
    }
}
