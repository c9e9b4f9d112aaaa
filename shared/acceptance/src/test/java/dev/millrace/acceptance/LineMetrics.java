package dev.millrace.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashSet;
import java.util.Set;

/// The metrics that CloudWatch takes from a line of a log in the embedded metric format. Each
/// combination of dimension values is another metric, and is billed as one.
final class LineMetrics {
    private static final JsonMapper JSON = new JsonMapper();

    private LineMetrics() {}

    static Set<String> of(String line) {
        var metrics = new HashSet<String>();
        var json = parse(line);
        for (var directive : json.path("_aws").path("CloudWatchMetrics")) {
            for (var dimensions : directive.path("Dimensions")) {
                var values = new StringBuilder();
                for (var name : dimensions) values.append(' ').append(json.path(name.asText()));
                for (var metric : directive.path("Metrics")) {
                    metrics.add(metric.path("Name").asText() + values);
                }
            }
        }
        return metrics;
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException noJson) {
            return JSON.missingNode();
        }
    }
}
