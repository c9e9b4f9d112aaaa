package dev.millrace.functions.expiry;

import dev.millrace.booking.dynamodb.BookingTables;
import dev.millrace.eventsourcing.dynamodb.EmbeddedDynamoDb;
import dev.millrace.eventsourcing.dynamodb.Golden;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The commits and rows that expiry writes. A golden file may be added, never changed: see
/// [Golden].
@DisplayNameGeneration(ReplaceUnderscores.class)
class GoldenTest {
    @RegisterExtension private final EmbeddedDynamoDb dynamoDb = new EmbeddedDynamoDb();

    @Test
    void golden_rows_that_are_due_lead_to_golden_commits_and_rows() {
        dynamoDb.journalTable();
        BookingTables.view(dynamoDb);
        var before = Golden.read("lives/11-reminded.json");
        Golden.restore(dynamoDb.client(), before);
        var later = Instant.parse(before.path("at").asText()).plus(Duration.ofDays(1));

        sweep(later);
        sweep(later.plusSeconds(60));

        Golden.assertHolds("expiry/01-expired.json", Golden.state(dynamoDb.client(), later));
    }

    private void sweep(Instant now) {
        new BookingExpiry(
                        new Platform(
                                new LogLines()
                                        .environment(
                                                Map.of(
                                                        "BOOKING_EVENTS_TABLE", "Events",
                                                        "BOOKING_VIEW_TABLE", "BookingView")),
                                TestRuntime.at(() -> now),
                                dynamoDb::client))
                .run(TestContext.inTime());
    }
}
