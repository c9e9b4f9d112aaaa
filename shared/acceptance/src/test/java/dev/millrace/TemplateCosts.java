package dev.millrace;

import java.util.stream.Stream;

/// The parts of template.yaml that cost a fixed amount each month.
///
/// @param alarmMetrics how many metrics the alarms look at: AWS bills an alarm by them
/// @param filteredMetrics how many metrics CloudWatch makes from logs by metric filters
/// @param routeMetrics six per route if the API counts each route, otherwise 0
/// @param tablesInUse how many tables the triggered functions use: each function requests the key
///   of each of its tables
public record TemplateCosts(
        long alarmMetrics, long filteredMetrics, long routeMetrics, long tablesInUse) {
    public static TemplateCosts read() {
        var template = TemplateFile.read();
        var isDetailed =
                template.all("AWS::Serverless::HttpApi").stream()
                        .anyMatch(api ->
                                api.at("DefaultRouteSettings", "DetailedMetricsEnabled")
                                        .text()
                                        .equals("true"));
        return new TemplateCosts(
                template.all("AWS::CloudWatch::Alarm").stream()
                        .flatMap(TemplateCosts::watched)
                        .count(),
                template.all("AWS::Logs::MetricFilter").stream()
                        .flatMap(filter -> filter.at("MetricTransformations").items().stream())
                        .map(metric -> metric.at("MetricName").text())
                        .distinct()
                        .count(),
                isDetailed ? 6L * template.events("HttpApi").size() : 0,
                template.functions().stream()
                        .filter(function -> function.at("Events").exists())
                        .flatMap(function ->
                                function.at("Environment", "Variables").entries().keySet().stream())
                        .filter(variable -> variable.endsWith("_TABLE"))
                        .count());
    }

    private static Stream<TemplateFile.Value> watched(TemplateFile.Resource alarm) {
        return alarm.at("Metrics").exists()
                ? alarm.at("Metrics").items().stream()
                        .filter(metric -> metric.at("MetricStat").exists())
                : Stream.of(alarm.at("MetricName"));
    }
}
