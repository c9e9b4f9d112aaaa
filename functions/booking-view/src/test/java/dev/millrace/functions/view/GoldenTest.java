package dev.millrace.functions.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.Runtime;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.dynamodb.Golden;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The rows of the view, and the cursor of its rebuild. A golden file may be added, never changed:
/// see [Golden].
@DisplayNameGeneration(ReplaceUnderscores.class)
class GoldenTest {
    private static final JsonNode BEFORE = Golden.read("lives/13-expiry-delivered.json");
    private static final Instant NOW = Instant.parse(BEFORE.path("at").asText());
    private static final Runtime RUNTIME = TestRuntime.at(() -> NOW);

    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    @BeforeEach
    void tables() {
        dynamoDb.journalTable();
        BookingTables.view(dynamoDb);
        BookingTables.processes(dynamoDb);
        Golden.restore(dynamoDb.client(), BEFORE);
    }

    @Test
    void the_stream_leads_golden_rows_to_golden_rows() {
        deliver(BookingTables.items(dynamoDb, "Events"));

        assertHolds("view/01-rows.json", state());
    }

    @Test
    void the_stream_writes_the_golden_rows_where_there_are_none() {
        BookingTables.items(dynamoDb, "BookingView").forEach(this::delete);

        deliver(BookingTables.items(dynamoDb, "Events"));

        assertHolds("view/01-rows.json", state());
    }

    @Test
    void an_unreadable_commit_parks_its_row_as_the_golden_file_has_it() {
        var broken = new HashMap<>(BookingTables.items(dynamoDb, "Events").getFirst());
        broken.put("events", AttributeValue.fromS("[{\"type\":\"BookingMoved\"}]"));

        deliver(List.of(broken));

        assertHolds("view/02-parked.json", state());
    }

    @Test
    void a_rebuild_answers_the_golden_cursor_and_goes_on_from_it() {
        Golden.restore(dynamoDb.client(), Golden.read("view/01-rows.json"));
        var first = rebuild(null, 1);
        var state = state();
        state.put("next", String.valueOf(first.get("next")));
        assertHolds("view/03-rebuilding.json", state);

        var rest = rebuild(Golden.read("view/03-rebuilding.json").path("next").asText(), 100);

        assertThat(rest).doesNotContainKey("next").containsEntry("written", 0);
        assertHolds("view/01-rows.json", state());
    }

    private Map<String, Object> rebuild(@Nullable String after, int pages) {
        return new BookingViewRebuild(platform(), 5)
                .handleRequest(RebuildStage.segment(0, 1, after), RebuildStage.timeFor(pages));
    }

    private void deliver(List<Map<String, AttributeValue>> commits) {
        new BookingView(platform())
                .handleRequest(StreamBatch.ofItems(commits), TestContext.inTime());
    }

    private Platform platform() {
        return new Platform(
                new LogLines()
                        .environment(
                                Map.of(
                                        "BOOKING_EVENTS_TABLE", "Events",
                                        "BOOKING_VIEW_TABLE", "BookingView",
                                        "PROCESSES_TABLE", "Processes")),
                RUNTIME,
                dynamoDb::client);
    }

    private void delete(Map<String, AttributeValue> row) {
        var key = new HashMap<>(row);
        key.keySet().retainAll(List.of("pk"));
        dynamoDb.client().deleteItem(delete -> delete.tableName("BookingView").key(key));
    }

    private ObjectNode state() {
        return Golden.state(dynamoDb.client(), NOW);
    }

    private static void assertHolds(String file, JsonNode state) {
        Golden.assertHolds(file, state);
    }
}
