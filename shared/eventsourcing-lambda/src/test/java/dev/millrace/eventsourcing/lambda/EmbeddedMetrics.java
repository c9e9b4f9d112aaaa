package dev.millrace.eventsourcing.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Reads the embedded metric format as CloudWatch Logs does, as strictly as its
/// [specification](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html)
/// says. CloudWatch takes no metric from a line that breaks the format, and reports no error.
public final class EmbeddedMetrics {
    private static final Set<String> UNITS =
            Set.of(
                    "Seconds",
                    "Microseconds",
                    "Milliseconds",
                    "Bytes",
                    "Kilobytes",
                    "Megabytes",
                    "Gigabytes",
                    "Terabytes",
                    "Bits",
                    "Kilobits",
                    "Megabits",
                    "Gigabits",
                    "Terabits",
                    "Percent",
                    "Count",
                    "Bytes/Second",
                    "Kilobytes/Second",
                    "Megabytes/Second",
                    "Gigabytes/Second",
                    "Terabytes/Second",
                    "Bits/Second",
                    "Kilobits/Second",
                    "Megabits/Second",
                    "Gigabits/Second",
                    "Terabits/Second",
                    "Count/Second",
                    "None");

    private EmbeddedMetrics() {}

    /// A number that CloudWatch takes from a line.
    ///
    /// @param dimensions with their values
    public record Datum(
            String namespace,
            String name,
            String unit,
            Map<String, String> dimensions,
            long number) {}

    /// The numbers that CloudWatch takes from a line. Fails if the line breaks the specification.
    public static List<Datum> of(JsonNode line) {
        var data = new ArrayList<Datum>();
        if (!line.has("_aws")) return data;
        var metadata = line.path("_aws");
        assertThat(names(metadata)).containsExactlyInAnyOrder("Timestamp", "CloudWatchMetrics");
        assertThat(metadata.path("Timestamp").isIntegralNumber()).as("%s", line).isTrue();
        assertThat(metadata.path("CloudWatchMetrics")).as("%s", line).isNotEmpty();
        for (var directive : metadata.path("CloudWatchMetrics")) read(line, directive, data);
        return data;
    }

    private static void read(JsonNode line, JsonNode directive, List<Datum> data) {
        assertThat(names(directive))
                .containsExactlyInAnyOrder("Namespace", "Dimensions", "Metrics");
        var namespace = directive.path("Namespace").asText();
        assertThat(namespace).matches("[\\w./#:-]{1,255}").doesNotStartWith("AWS/");
        assertThat(directive.path("Dimensions")).as("%s", line).isNotEmpty();
        assertThat(directive.path("Metrics")).as("%s", line).hasSizeBetween(1, 100);
        for (var set : directive.path("Dimensions")) {
            var dimensions = dimensions(line, set);
            for (var metric : directive.path("Metrics")) {
                assertThat(names(metric)).containsExactlyInAnyOrder("Name", "Unit");
                var name = metric.path("Name").asText();
                var unit = metric.path("Unit").asText();
                assertThat(name).hasSizeBetween(1, 255);
                assertThat(UNITS).contains(unit);
                assertThat(line.path(name).isNumber()).as("%s of %s", name, line).isTrue();
                data.add(new Datum(namespace, name, unit, dimensions, line.path(name).asLong()));
            }
        }
    }

    private static Map<String, String> dimensions(JsonNode line, JsonNode set) {
        assertThat(set.isArray()).as("%s", line).isTrue();
        assertThat(set).as("%s", line).hasSizeLessThanOrEqualTo(30);
        var dimensions = new TreeMap<String, String>();
        for (var key : set) {
            assertThat(key.asText()).hasSizeBetween(1, 250).doesNotStartWith(":");
            var value = line.path(key.asText());
            assertThat(value.isTextual()).as("%s of %s", key, line).isTrue();
            assertThat(value.asText()).hasSizeBetween(1, 1_024).isNotBlank();
            dimensions.put(key.asText(), value.asText());
        }
        return dimensions;
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
