package dev.millrace;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.TemplateFile.Event;
import dev.millrace.TemplateFile.Resource;
import dev.millrace.TemplateFile.Value;
import dev.millrace.eventsourcing.process.RetryPolicy;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// How often a failed event is tried again, and where it is kept. No event is dropped silently.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TemplateFailureTest {
    private static final TemplateFile TEMPLATE = TemplateFile.read();

    @Nested
    class A_stream {
        private final List<Event> mappings = TEMPLATE.events("DynamoDB");

        @Test
        void has_at_most_two_readers() {
            var readers = mappings.stream().collect(groupingBy(mapping -> mapping.at("Stream")));
            assertThat(readers.values())
                    .isNotEmpty()
                    .allSatisfy(two -> assertThat(two).hasSizeLessThanOrEqualTo(2));
        }

        @Test
        void lets_no_commit_of_an_entity_overtake_another() {
            assertThat(mappings)
                    .allSatisfy(mapping -> {
                        assertThat(mapping.at("ParallelizationFactor").text()).isEqualTo("1");
                    });
        }

        @Test
        void hides_no_commit() {
            assertThat(mappings)
                    .allSatisfy(mapping -> {
                        assertThat(mapping.at("FilterCriteria").exists()).isFalse();
                        assertThat(mapping.at("StartingPosition").text()).isEqualTo("TRIM_HORIZON");
                    });
        }

        @Test
        void tries_again_for_hours_and_gives_up_within_the_day() {
            assertThat(mappings)
                    .allSatisfy(mapping -> {
                        var age = mapping.at("MaximumRecordAgeInSeconds").number();
                        assertThat(age).isBetween(6 * 3600, 18 * 3600);
                        assertThat(mapping.at("MaximumRetryAttempts").text()).isIn("", "-1");
                    });
        }

        @Test
        void tries_again_from_the_record_that_failed() {
            assertThat(mappings)
                    .allSatisfy(mapping -> {
                        var answers = mapping.at("FunctionResponseTypes").texts();
                        assertThat(answers).containsExactly("ReportBatchItemFailures");
                        assertThat(mapping.at("BisectBatchOnFunctionError").text())
                                .isEqualTo("true");
                    });
        }

        @Test
        void keeps_records_whole_that_fail_for_good() {
            assertThat(mappings)
                    .allSatisfy(mapping -> {
                        var destination = TEMPLATE.named(onFailure(mapping.properties()));
                        assertThat(destination.type()).isEqualTo("AWS::S3::Bucket");
                    });
        }
    }

    /// The queue moves an input to its dead-letter queue after the last round of the retry policy
    /// of the sweep.
    @Test
    void a_failed_input_is_given_up_after_the_rounds_of_the_retry_policy() {
        assertThat(TEMPLATE.all("AWS::SQS::Queue"))
                .filteredOn(queue -> queue.id().equals("PaymentProcessFailures"))
                .singleElement()
                .extracting(queue -> queue.at("RedrivePolicy", "maxReceiveCount").number())
                .isEqualTo(RetryPolicy.rounds());
    }

    @Test
    void a_bucket_is_encrypted_private_and_deletes_its_objects_in_the_end() {
        assertThat(TEMPLATE.all("AWS::S3::Bucket"))
                .isNotEmpty()
                .allSatisfy(bucket -> {
                    assertThat(bucket.at("BucketEncryption").exists()).isTrue();
                    assertThat(bucket.at("PublicAccessBlockConfiguration").entries().values())
                            .hasSize(4)
                            .allSatisfy(block -> assertThat(block.text()).isEqualTo("true"));
                    var rule = bucket.at("LifecycleConfiguration", "Rules", 0);
                    assertThat(rule.at("ExpirationInDays").number()).isPositive();
                });
    }

    @Nested
    class What_is_invoked_asynchronously {
        private final List<Event> events =
                TEMPLATE.events("EventBridgeRule", "CloudWatchEvent", "Schedule", "ScheduleV2");

        @Test
        void keeps_the_events_it_fails_on_in_a_queue_of_its_own() {
            var queues =
                    events.stream()
                            .map(Event::function)
                            .distinct()
                            .map(function -> onFailure(function.at("EventInvokeConfig")))
                            .toList();
            assertThat(queues)
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .allSatisfy(queue -> {
                        assertThat(TEMPLATE.named(queue).type()).isEqualTo("AWS::SQS::Queue");
                    });
        }

        @Test
        void has_a_queue_for_undelivered_events_that_its_rule_may_write_to() {
            var queues = events.stream().map(event -> event.at("DeadLetterConfig", "Arn")).toList();
            assertThat(queues)
                    .isNotEmpty()
                    .doesNotHaveDuplicates()
                    .allSatisfy(queue -> {
                        assertThat(writers(TEMPLATE.named(queue)))
                                .containsExactly("events.amazonaws.com");
                    });
        }

        private static List<String> writers(Resource queue) {
            return TEMPLATE.all("AWS::SQS::QueuePolicy").stream()
                    .filter(policy -> policy.at("Queues").items().contains(Value.ref(queue.id())))
                    .flatMap(policy -> policy.at("PolicyDocument", "Statement").items().stream())
                    .filter(grant -> grant.at("Resource").equals(Value.arn(queue.id())))
                    .filter(grant -> grant.at("Condition", "ArnEquals", "aws:SourceArn").exists())
                    .map(grant -> grant.at("Principal", "Service").text())
                    .toList();
        }

        @Test
        void ends_its_sweep_before_the_next_one_begins() {
            assertThat(TEMPLATE.events("Schedule", "ScheduleV2"))
                    .isNotEmpty()
                    .allSatisfy(sweep -> {
                        assertThat(sweep.function().at("Timeout").number()).isBetween(1, 59);
                    });
        }
    }

    @Test
    void a_queue_is_encrypted_and_keeps_its_messages_for_fourteen_days() {
        assertThat(TEMPLATE.all("AWS::SQS::Queue"))
                .isNotEmpty()
                .allSatisfy(queue -> {
                    assertThat(queue.at("SqsManagedSseEnabled").text()).isEqualTo("true");
                    assertThat(queue.at("MessageRetentionPeriod").number())
                            .isEqualTo(14 * 24 * 3600);
                });
    }

    private static Value onFailure(Value settings) {
        return settings.at("DestinationConfig", "OnFailure", "Destination");
    }
}
