package dev.millrace;

import java.util.stream.Stream;

/// What of template.yaml is paid for by the month, whatever is done with it.
///
/// @param alarmMetrics an alarm costs as much as the metrics it watches
/// @param filteredMetrics that CloudWatch finds in the logs by itself
/// @param routeMetrics where the API counts each route by itself: six a route
/// @param tablesInUse a key is asked for by each function for each of its tables
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
