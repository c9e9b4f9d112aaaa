package dev.millrace;

import static dev.millrace.TemplateFile.ROOT;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.TemplateFile.Event;
import dev.millrace.TemplateFile.Resource;
import dev.millrace.TemplateFile.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every failure, backlog and stopped sweep raises an alarm, and the runbook describes each alarm.
/// [TemplateLossTest] checks the alarms for what is given up or lost.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TemplateAlarmsTest {
    private static final TemplateFile TEMPLATE = TemplateFile.read();
    private static final TemplateAlarms WATCH = TemplateAlarms.of(TEMPLATE);
    private static final List<Resource> ALARMS = WATCH.all();

    @Test
    void each_function_that_fails_or_is_throttled_raises_an_alarm() {
        assertThat(TEMPLATE.functions())
                .isNotEmpty()
                .allSatisfy(function -> {
                    assertThat(WATCH.metricsOf(Value.ref(function.id())))
                            .contains("Errors", "Throttles");
                });
    }

    @Test
    void each_queue_that_has_something_in_it_raises_an_alarm() {
        assertThat(TEMPLATE.all("AWS::SQS::Queue"))
                .isNotEmpty()
                .allSatisfy(queue -> {
                    assertThat(WATCH.metricsOf(attribute(queue, "QueueName")))
                            .contains("ApproximateNumberOfMessagesVisible");
                });
    }

    @Test
    void a_bucket_of_failed_records_raises_an_alarm() {
        assertThat(TEMPLATE.all("AWS::S3::Bucket"))
                .isNotEmpty()
                .allSatisfy(bucket -> {
                    assertThat(WATCH.metricsOf(Value.ref(bucket.id()))).contains("NumberOfObjects");
                });
    }

    @Nested
    class A_sweep {
        private final List<Event> sweeps = TEMPLATE.events("Schedule", "ScheduleV2");

        /// A sweep that does not run reports nothing.
        @Test
        void that_does_not_run_raises_an_alarm() {
            assertThat(sweeps)
                    .isNotEmpty()
                    .allSatisfy(sweep -> {
                        var function = Value.ref(sweep.function().id());
                        assertThat(ALARMS)
                                .filteredOn(alarm ->
                                        TemplateAlarms.looksAt(alarm, "Invocations", function))
                                .singleElement()
                                .satisfies(alarm -> {
                                    assertThat(alarm.at("TreatMissingData").text())
                                            .isEqualTo("breaching");
                                    // Missing data makes an alarm wait. A 0 does not.
                                    assertThat(alarm.at("Metrics", 0, "Expression").text())
                                            .isEqualTo("FILL(invocations, 0)");
                                    var metric = alarm.at("Metrics", 1, "MetricStat");
                                    assertThat(metric.at("Period").number()).isEqualTo(60);
                                    assertThat(alarm.at("EvaluationPeriods").number())
                                            .isEqualTo(10);
                                });
                    });
        }

        @Test
        void runs_at_least_twice_in_that_time() {
            var rate = TEMPLATE.root().at("Parameters", "SweepRate", "AllowedPattern").text();
            assertThat("rate(4 minutes)").matches(rate);
            assertThat("rate(5 minutes)").doesNotMatch(rate);
            assertThat("rate(10 minutes)").doesNotMatch(rate);
            assertThat(sweeps)
                    .allSatisfy(sweep -> {
                        assertThat(sweep.at("Schedule")).isEqualTo(Value.ref("SweepRate"));
                    });
        }
    }

    /// The alarm compares durations in percent of the timeouts of the functions.
    @Test
    void a_function_that_needs_almost_all_of_its_time_raises_an_alarm() {
        var metrics = TEMPLATE.named(Value.ref("SlowAlarm")).at("Metrics").items();
        var expression = metrics.getFirst().at("Expression").text();
        assertThat(metrics.subList(1, metrics.size()))
                .hasSizeBetween(1, 10)
                .allSatisfy(metric -> {
                    var function =
                            TEMPLATE.named(
                                    metric.at("MetricStat", "Metric", "Dimensions", 0, "Value"));
                    var hundredth = function.at("Timeout").number() * 1000 / 100;
                    assertThat(expression)
                            .contains("FILL(%s, 0) / %s".formatted(metric.at("Id"), hundredth));
                });
    }

    /// Metrics that only the service's own code can write.
    @ParameterizedTest
    @ValueSource(strings = {"Parked", "UnexpectedRefusals", "SteppedOver", "Overdue"})
    void a_metric_of_a_defect_or_a_backlog_raises_an_alarm(String metric) {
        assertThat(ALARMS)
                .filteredOn(alarm -> alarm.at("MetricName").text().equals(metric))
                .singleElement()
                .satisfies(alarm -> {
                    assertThat(alarm.at("Namespace", "Fn::Sub").text()).startsWith("Millrace/");
                });
    }

    @Test
    void each_notifies_the_topic_if_there_is_one() {
        var told =
                List.of(
                        "AlarmsAreTold",
                        List.of(Value.ref("AlarmTopic").value()),
                        Value.ref("AWS::NoValue").value());
        assertThat(ALARMS)
                .isNotEmpty()
                .allSatisfy(alarm -> {
                    assertThat(alarm.at("AlarmActions", "Fn::If").value()).isEqualTo(told);
                    assertThat(alarm.at("AlarmDescription").exists()).isTrue();
                });
    }

    @Test
    void each_has_a_section_in_the_runbook_and_is_on_the_dashboard() throws IOException {
        var ids = ALARMS.stream().map(Resource::id).collect(toSet());
        var runbook = Files.readString(ROOT.resolve("docs/operations.md"));
        var sections =
                runbook.lines()
                        .filter(line -> line.startsWith("### "))
                        .flatMap(line -> found("`(\\w+)`", line))
                        .toList();
        assertThat(sections).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids);
        var dashboard = TEMPLATE.named(Value.ref("Dashboard")).at("DashboardBody", "Fn::Sub");
        assertThat(found("\\$\\{(\\w+Alarm)\\.Arn}", dashboard.text()))
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void their_number_is_the_one_in_the_docs() throws IOException {
        var metrics = ALARMS.stream().flatMap(alarm -> alarm.at("Metrics").items().stream());
        var plain = ALARMS.stream().filter(alarm -> alarm.at("MetricName").exists()).count();
        var watched = plain + metrics.filter(part -> part.at("MetricStat").exists()).count();
        var docs = Files.readString(ROOT.resolve("docs/costs.md")).replace('\n', ' ');
        assertThat(docs).contains("%s alarms look at %s metrics".formatted(ALARMS.size(), watched));
    }

    private static Stream<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map((MatchResult m) -> m.group(1));
    }

    private static Value attribute(Resource resource, String name) {
        return new Value(Map.of("Fn::GetAtt", List.of(resource.id(), name)));
    }
}
