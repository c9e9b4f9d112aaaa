package dev.millrace.functions.queries;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.eventsourcing.dynamodb.Golden;
import dev.millrace.eventsourcing.lambda.TestAnswer;
import dev.millrace.eventsourcing.lambda.TestCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What clients read of golden rows, with the cursors they may have kept. A golden file may be
/// added, never changed: see [Golden].
@DisplayNameGeneration(ReplaceUnderscores.class)
class GoldenTest {
    private static final String FIRST = "queries/01-first-page.json";

    @RegisterExtension private final Counter counter = new Counter();

    @BeforeEach
    void rows() {
        Golden.restore(counter.client(), Golden.read("lives/06-rows-midway.json"));
    }

    @Test
    void a_page_of_golden_rows_ends_with_the_golden_cursor() {
        Golden.assertHolds(FIRST, body(counter.answer(page())));
    }

    @Test
    void the_golden_cursor_leads_to_the_next_page() {
        var cursor = Golden.read(FIRST).path("cursor").asText();

        var next = counter.answer(page().query("cursor", cursor));

        Golden.assertHolds("queries/02-next-page.json", body(next));
    }

    private static TestCall page() {
        return TestCall.to("GET /bookings").by("ada").query("limit", "2");
    }

    private static ObjectNode body(TestAnswer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return (ObjectNode) answer.body();
    }
}
