package dev.millrace.functions.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.dynamodb.Golden;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.SampleEvents;
import dev.millrace.eventsourcing.lambda.TestClients;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The marks of messages that were handled. A golden file may be added, never changed: see
/// [Golden].
@DisplayNameGeneration(ReplaceUnderscores.class)
class GoldenTest {
    private static final String MARKED = "notifications/01-marked.json";

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    private final List<String> published = new ArrayList<>();

    @BeforeEach
    void table() {
        BookingTables.processes(dynamoDb);
    }

    @Test
    void a_message_leaves_the_golden_mark() {
        handle();

        assertThat(published).containsExactly("BookingSettled");
        Golden.assertHolds(MARKED, Golden.state(dynamoDb.client(), LogLines.NOW));
    }

    @Test
    void a_message_with_the_golden_mark_is_not_published_again() {
        Golden.restore(dynamoDb.client(), Golden.read(MARKED));

        handle();

        assertThat(published).isEmpty();
        Golden.assertHolds(MARKED, Golden.state(dynamoDb.client(), LogLines.NOW));
    }

    private void handle() {
        var event = SampleEvents.of("Notifications").busEvent("settled");
        var topics = new NotificationsTest.Topics(message -> published.add(message.subject()));
        new Notifications(
                        new Platform(
                                new LogLines()
                                        .environment(
                                                Map.of(
                                                        "PROCESSES_TABLE", "Processes",
                                                        "NOTIFICATION_TOPIC", "the-topic")),
                                TestRuntime.at(() -> LogLines.NOW),
                                new TestClients(dynamoDb.client()).withTopics(topics)))
                .receive(event);
    }
}
