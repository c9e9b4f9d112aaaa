package dev.millrace.functions.commands;

import static dev.millrace.functions.commands.Desk.cancel;
import static dev.millrace.functions.commands.Desk.place;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.dynamodb.Golden;
import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.TestCall;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The commits that callers cause, with the ids derived from a call. A golden file may be added,
/// never changed: see [Golden].
@DisplayNameGeneration(ReplaceUnderscores.class)
class GoldenTest {
    private static final String KEYED = Ids.of("idempotency-key", "ada", "key");
    private static final String UNKEYED = Ids.of("request", "ada", "request-1");

    @RegisterExtension private final Desk desk = new Desk();

    @Test
    void placing_writes_the_golden_commits() {
        placeBoth();

        assertHolds("commands/01-placed.json");
    }

    @Test
    void a_repeat_of_a_golden_placement_changes_nothing() {
        Golden.restore(desk.client(), Golden.read("commands/01-placed.json"));

        placeBoth();

        assertHolds("commands/01-placed.json");
    }

    @Test
    void cancelling_golden_bookings_writes_the_golden_commits() {
        Golden.restore(desk.client(), Golden.read("commands/01-placed.json"));

        for (var repeat = 0; repeat < 2; repeat++) {
            accepted(cancel("ada", KEYED).query("reason", "ill").requestId("request-2"));
            accepted(cancel("ada", UNKEYED).requestId("request-3"));
        }

        assertHolds("commands/02-cancelled.json");
    }

    private void placeBoth() {
        accepted(place("ada", "key").requestId("request-0"));
        accepted(place("ada").requestId("request-1"));
    }

    private void accepted(TestCall call) {
        assertThat(desk.answer(call).status()).isIn(200, 202);
    }

    private void assertHolds(String file) {
        Golden.assertHolds(file, Golden.state(desk.client(), LogLines.NOW));
    }
}
