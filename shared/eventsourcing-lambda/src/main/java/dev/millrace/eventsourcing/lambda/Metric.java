package dev.millrace.eventsourcing.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A metric of CloudWatch that is written as a number on a log line, in the embedded metric format.
///
/// CloudWatch Logs extracts the metric with the metadata in the line's field `_aws`. So no call is
/// made, nothing is buffered, and any thread can write a line. See the
/// [specification](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
///
/// @param name the name of the metric and of the field with the number
/// @param unit the unit, as CloudWatch names it
/// @param dimensions the fields of the line that are dimensions. AWS bills each combination of
///   their values as a metric of its own, so a dimension is never an id
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

    /// A metric and its number on one line.
    public record Measured(Metric metric, long number) {}

    /// Adds the metadata for CloudWatch to a line: one directive per metric, because metrics may
    /// have different dimensions.
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
