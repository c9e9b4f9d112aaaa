package dev.millrace;

import dev.millrace.TemplateFile.Resource;
import dev.millrace.TemplateFile.Value;
import java.util.List;
import java.util.stream.Stream;

/// The alarms of template.yaml, and the metrics they look at.
record TemplateAlarms(List<Resource> all) {
    static TemplateAlarms of(TemplateFile template) {
        return new TemplateAlarms(template.all("AWS::CloudWatch::Alarm"));
    }

    /// The names of the metrics of a resource that alarms look at.
    List<String> metricsOf(Value thing) {
        return metrics()
                .filter(metric -> isOf(metric, thing))
                .map(metric -> metric.at("MetricName").text())
                .toList();
    }

    Stream<Value> metrics() {
        return all.stream().flatMap(TemplateAlarms::metrics);
    }

    static boolean looksAt(Resource alarm, String metric, Value thing) {
        return metrics(alarm)
                .anyMatch(one -> one.at("MetricName").text().equals(metric) && isOf(one, thing));
    }

    private static boolean isOf(Value metric, Value thing) {
        return metric.at("Dimensions").items().stream()
                .anyMatch(dimension -> dimension.at("Value").equals(thing));
    }

    private static Stream<Value> metrics(Resource alarm) {
        var parts = alarm.at("Metrics").items().stream();
        return Stream.concat(
                Stream.of(alarm.at()),
                parts.map(part -> part.at("MetricStat", "Metric")).filter(Value::exists));
    }
}
