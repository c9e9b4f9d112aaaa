package dev.millrace.functions.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.lambda.Environment;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.lambda.TestClients;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import software.amazon.awssdk.services.sns.model.SnsException;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NotificationsTest {
    private static final SampleEvents SAMPLES = SampleEvents.of("Notifications");

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    private final LogLines lines = new LogLines();
    private final List<String> published = new ArrayList<>();
    private String table = "";

    @BeforeEach
    void table() {
        table = BookingTables.processes(dynamoDb);
    }

    @Test
    void every_sample_is_fed() {
        assertThat(SAMPLES.names())
                .isEqualTo(Set.of("settled", "refund-requested", "malformed-without-id"));
    }

    @Test
    void a_message_is_one_line_and_one_publish() {
        handle(this::publish, "settled");
        handle(this::publish, "refund-requested");

        assertThat(published).containsExactly("BookingSettled", "RefundRequested");
        assertThat(lines.of("notification"))
                .extracting(line -> line.path("type").asText())
                .containsExactly("BookingSettled", "RefundRequested");
    }

    @Test
    void without_a_topic_a_message_is_one_line() {
        handle(lines.environment(Map.of("PROCESSES_TABLE", table)), this::publish, "settled");

        assertThat(published).isEmpty();
        assertThat(lines.of("notification")).hasSize(1);
    }

    @Test
    void a_message_that_is_delivered_again_is_not_published_again() {
        handle(this::publish, "settled");
        handle(this::publish, "settled");

        assertThat(published).hasSize(1);
        assertThat(lines.of("notification")).hasSize(1);
    }

    @Test
    void a_message_that_failed_after_its_mark_is_not_tried_again() {
        Consumer<PublishRequest> broken =
                _ -> {
                    throw SnsException.builder().message("no topic").build();
                };

        assertThatThrownBy(() -> handle(broken, "settled")).isInstanceOf(SnsException.class);
        handle(this::publish, "settled");

        assertThat(published).isEmpty();
    }

    @Test
    void a_message_without_id_fails_the_function_and_goes_to_the_queue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> handle(this::publish, "malformed-without-id"))
                .withMessage("BookingSettled without id");
    }

    private void publish(PublishRequest request) {
        assertThat(request.topicArn()).isEqualTo("the-topic");
        assertThat(request.message()).contains("\"bookingId\"");
        published.add(request.subject());
    }

    private void handle(Consumer<PublishRequest> topic, String sample) {
        var environment =
                lines.environment(
                        Map.of("PROCESSES_TABLE", table, "NOTIFICATION_TOPIC", "the-topic"));
        handle(environment, topic, sample);
    }

    private void handle(Environment environment, Consumer<PublishRequest> topic, String sample) {
        new Notifications(
                        new Platform(
                                environment,
                                TestRuntime.at(() -> LogLines.NOW),
                                new TestClients(dynamoDb.client()).withTopics(new Topics(topic))))
                .receive(SAMPLES.busEvent(sample));
    }

    record Topics(Consumer<PublishRequest> topic) implements SnsClient {
        @Override
        public PublishResponse publish(PublishRequest request) {
            topic.accept(request);
            return PublishResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
