package dev.millrace;

import static dev.millrace.TemplateFile.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.TemplateFile.Value;
import dev.millrace.eventsourcing.lambda.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// Alarms and the dashboard use exactly the metrics that the functions write. An alarm or a graph
/// on a metric that no function writes, or on other dimensions, would stay silent for ever.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TemplateMetricsTest {
    private static final TemplateFile TEMPLATE = TemplateFile.read();
    private static final String NAMESPACE = "Millrace/${AWS::StackName}";
    private static final Pattern SEARCH =
            Pattern.compile(
                    "SEARCH\\('\\{\"([^\"]+)\"((?:,\\w+)*)} MetricName=\"(\\w+)\"', '\\w+', \\d+\\)");

    /// A metric as an alarm or a graph names it.
    private record Asked(String name, Set<String> dimensions) {
        static Asked of(Metric metric) {
            return new Asked(metric.name(), Set.copyOf(metric.dimensions()));
        }
    }

    @Test
    void each_alarm_is_on_a_metric_that_is_counted_with_exactly_its_dimensions() {
        assertThat(onAlarms()).isNotEmpty().isSubsetOf(counted());
    }

    @Test
    void the_dashboard_shows_all_that_is_counted_and_nothing_else() throws IOException {
        assertThat(onDashboard()).containsExactlyInAnyOrderElementsOf(counted());
    }

    @Test
    void each_is_explained_with_its_dimensions_and_its_unit() throws IOException {
        var rows =
                Files.readAllLines(ROOT.resolve("docs/operations.md")).stream()
                        .filter(line ->
                                line.matches(
                                        "\\| `\\w+` \\| [^|]* \\| (Count|Milliseconds) \\| .*"))
                        .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2)))
                        .toList();
        assertThat(rows)
                .containsExactlyInAnyOrderElementsOf(
                        Counted.metrics().stream().map(TemplateMetricsTest::row).toList());
    }

    /// CloudWatch bills each combination of values as a metric. An id would make ever more of them.
    @Test
    void the_only_dimensions_are_command_and_reason() {
        assertThat(Counted.metrics().stream().flatMap(metric -> metric.dimensions().stream()))
                .isSubsetOf("command", "reason");
    }

    @Test
    void the_functions_get_the_namespace_and_Lambda_drops_none_of_their_lines() {
        var globals = TEMPLATE.root().at("Globals", "Function");
        assertThat(globals.at("Environment", "Variables", "METRICS_NAMESPACE", "Fn::Sub").text())
                .isEqualTo(NAMESPACE);
        assertThat(globals.at("LoggingConfig", "LogFormat").text()).isEqualTo("JSON");
        assertThat(globals.at("LoggingConfig", "ApplicationLogLevel").text()).isEqualTo("TRACE");
        assertThat(TEMPLATE.functions())
                .allSatisfy(function -> {
                    assertThat(function.at("LoggingConfig", "ApplicationLogLevel").exists())
                            .isFalse();
                    assertThat(
                                    function.at("Environment", "Variables", "METRICS_NAMESPACE")
                                            .exists())
                            .isFalse();
                });
    }

    private static String row(Metric metric) {
        var dimensions =
                metric.dimensions().stream()
                        .map(name -> "`" + name + "`")
                        .collect(Collectors.joining(", "));
        return "| `%s` | %s | %s ".formatted(metric.name(), dimensions, metric.unit());
    }

    private static Set<Asked> counted() {
        return Counted.metrics().stream().map(Asked::of).collect(Collectors.toSet());
    }

    private static Set<Asked> onAlarms() {
        return TEMPLATE.all("AWS::CloudWatch::Alarm").stream()
                .flatMap(alarm ->
                        Stream.concat(
                                Stream.of(alarm.at()),
                                alarm.at("Metrics").items().stream()
                                        .map(part -> part.at("MetricStat", "Metric"))))
                .filter(metric -> isOurs(metric.at("Namespace")))
                .map(metric ->
                        new Asked(
                                metric.at("MetricName").text(),
                                metric.at("Dimensions").items().stream()
                                        .map(dimension -> dimension.at("Name").text())
                                        .collect(Collectors.toSet())))
                .collect(Collectors.toSet());
    }

    private static boolean isOurs(Value namespace) {
        return namespace.at("Fn::Sub").text().startsWith("Millrace")
                || namespace.text().startsWith("Millrace");
    }

    private static Set<Asked> onDashboard() throws IOException {
        var asked = new HashSet<Asked>();
        var body = TEMPLATE.named(Value.ref("Dashboard")).at("DashboardBody", "Fn::Sub").text();
        for (var widget : new JsonMapper().readTree(body).path("widgets")) {
            List<String> before = List.of();
            for (var row : widget.path("properties").path("metrics")) {
                if (row.path(0).has("expression")) {
                    asked.add(searched(row.path(0).path("expression").asText()));
                    continue;
                }
                before = whole(row, before);
                if (before.getFirst().startsWith("Millrace")) asked.add(asked(before));
            }
        }
        return asked;
    }

    /// Namespace, name, then names and values of dimensions. `.` repeats the value above, `...` all
    /// values above up to there.
    private static List<String> whole(JsonNode row, List<String> before) {
        var tokens = new ArrayList<String>();
        for (var token : row) if (token.isTextual()) tokens.add(token.asText());
        if (tokens.getFirst().equals("...")) {
            tokens.removeFirst();
            tokens.addAll(0, before.subList(0, before.size() - tokens.size()));
        }
        for (var n = 0; n < tokens.size(); n++) {
            if (tokens.get(n).equals(".")) tokens.set(n, before.get(n));
        }
        return tokens;
    }

    private static Asked asked(List<String> metric) {
        assertThat(metric.getFirst()).isEqualTo(NAMESPACE);
        var dimensions = new HashSet<String>();
        for (var n = 2; n < metric.size(); n += 2) dimensions.add(metric.get(n));
        return new Asked(metric.get(1), dimensions);
    }

    private static Asked searched(String expression) {
        var search = SEARCH.matcher(expression);
        assertThat(search.matches()).as(expression).isTrue();
        assertThat(search.group(1)).isEqualTo(NAMESPACE);
        var dimensions = search.group(2).isEmpty() ? "" : search.group(2).substring(1);
        return new Asked(
                search.group(3),
                dimensions.isEmpty() ? Set.of() : Set.of(dimensions.split(",", -1)));
    }
}
