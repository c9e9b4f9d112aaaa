package dev.millrace.functions.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.dynamodb.OnceMarks;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.lambda.TestContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
    void a_message_that_comes_again_is_told_no_second_time() {
        handle(this::publish, "settled");
        handle(this::publish, "settled");

        assertThat(published).hasSize(1);
        assertThat(lines.of("notification")).hasSize(1);
    }

    @Test
    void one_that_failed_after_its_mark_is_not_tried_again() {
        Notifications.Publisher broken =
                (_, _) -> {
                    throw new Outage("no topic", null);
                };

        assertThatThrownBy(() -> handle(broken, "settled")).isInstanceOf(Outage.class);
        handle(this::publish, "settled");

        assertThat(published).isEmpty();
    }

    @Test
    void a_message_without_id_is_thrown_and_kept_by_the_queue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> handle(this::publish, "malformed-without-id"))
                .withMessage("BookingSettled without id");
    }

    private void publish(String subject, String message) {
        assertThat(message).contains("\"bookingId\"");
        published.add(subject);
    }

    private void handle(Notifications.Publisher publisher, String sample) {
        var clock = InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z"));
        var marks = new OnceMarks(dynamoDb.client(), table, "notifications", clock);
        new Notifications(lines.log(), marks, publisher)
                .handleRequest(SAMPLES.read(sample, ScheduledEvent.class), TestContext.inTime());
    }
}
