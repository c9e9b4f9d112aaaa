package dev.millrace;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.TemplateFile.Event;
import dev.millrace.TemplateFile.Resource;
import dev.millrace.TemplateFile.Value;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// A reader of the journal that falls behind or gives up records raises an alarm, and so does every
/// failed event that is lost.
@DisplayNameGeneration(ReplaceUnderscores.class)
class TemplateLossTest {
    private static final TemplateFile TEMPLATE = TemplateFile.read();
    private static final TemplateAlarms WATCH = TemplateAlarms.of(TEMPLATE);

    @Test
    void each_reader_of_a_stream_that_falls_behind_raises_an_alarm() {
        assertThat(TEMPLATE.events("DynamoDB"))
                .isNotEmpty()
                .allSatisfy(reader -> {
                    assertThat(WATCH.metricsOf(Value.ref(reader.function().id())))
                            .contains("IteratorAge");
                });
    }

    /// While a reader is behind, Lambda reports no age in some minutes.
    @Test
    void a_reader_that_is_behind_raises_an_alarm_even_if_it_does_not_report_each_minute() {
        assertThat(WATCH.all())
                .filteredOn(alarm -> alarm.at("MetricName").text().equals("IteratorAge"))
                .isNotEmpty()
                .allSatisfy(alarm -> {
                    assertThat(alarm.at("DatapointsToAlarm").number())
                            .isBetween(1, alarm.at("EvaluationPeriods").number() / 2);
                });
    }

    /// The metric of the bucket would be late: S3 counts the objects once a day.
    @Test
    void each_reader_that_gives_up_records_raises_an_alarm_at_once() {
        assertThat(TEMPLATE.events("DynamoDB"))
                .isNotEmpty()
                .allSatisfy(reader -> {
                    assertThat(reader.at("MetricsConfig", "Metrics").texts())
                            .containsExactly("EventCount");
                    // SAM gives the mapping this id.
                    var mapping = Value.ref(reader.function().id() + reader.name());
                    assertThat(WATCH.metricsOf(mapping))
                            .contains("OnFailureDestinationDeliveredEventCount");
                });
    }

    @Nested
    class What_failed_and_could_not_be_kept {
        @Test
        void raises_an_alarm_if_a_function_has_a_destination() {
            assertThat(TEMPLATE.functions())
                    .filteredOn(this::hasDestination)
                    .isNotEmpty()
                    .allSatisfy(function -> {
                        assertThat(WATCH.metricsOf(Value.ref(function.id())))
                                .contains("DestinationDeliveryFailures");
                    });
        }

        private boolean hasDestination(Resource function) {
            var events = function.at("Events").entries().values().stream();
            return Stream.concat(
                            Stream.of(function.at("EventInvokeConfig")),
                            events.map(event -> event.at("Properties")))
                    .anyMatch(settings -> settings.at("DestinationConfig", "OnFailure").exists());
        }

        @Test
        void raises_an_alarm_if_a_rule_has_a_dead_letter_queue() {
            assertThat(TEMPLATE.events("EventBridgeRule", "Schedule"))
                    .filteredOn(rule -> rule.at("DeadLetterConfig").exists())
                    .isNotEmpty()
                    .allSatisfy(rule -> {
                        assertThat(WATCH.metrics())
                                .filteredOn(metric -> dimensions(metric).equals(dimensions(rule)))
                                .extracting(metric -> metric.at("MetricName").text())
                                .contains("InvocationsFailedToBeSentToDlq");
                    });
        }

        private static Map<String, Value> dimensions(Value metric) {
            return metric.at("Dimensions").items().stream()
                    .collect(toMap(one -> one.at("Name").text(), one -> one.at("Value")));
        }

        /// The metric of a rule names its bus and the rule; on the default bus it names only the
        /// rule.
        private static Map<String, Value> dimensions(Event rule) {
            var bus = rule.at("EventBusName");
            return bus.exists()
                    ? Map.of("EventBusName", bus, "RuleName", rule.at("RuleName"))
                    : Map.of("RuleName", rule.at("Name"));
        }
    }
}
