package dev.millrace.functions.queries;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.dynamodb.Golden;
import dev.millrace.eventsourcing.lambda.TestAnswer;
import dev.millrace.eventsourcing.lambda.TestCall;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The cursor of a list of golden rows, which a client may have kept. A golden file may be added,
/// never changed: see [Golden].
@DisplayNameGeneration(ReplaceUnderscores.class)
class GoldenTest {
    private static final String FILE = "queries/01-cursor.json";

    @RegisterExtension private final Counter counter = new Counter();

    @BeforeEach
    void rows() {
        Golden.restore(counter.client(), Golden.read("lives/06-rows-midway.json"));
    }

    @Test
    void a_page_of_golden_rows_ends_with_the_golden_cursor() {
        var cursor = Json.mapper().createObjectNode();

        cursor.set("cursor", body(counter.answer(page())).path("cursor"));

        Golden.assertHolds(FILE, cursor);
    }

    @Test
    void the_golden_cursor_leads_to_the_rest() {
        var cursor = Golden.read(FILE).path("cursor").asText();

        var rest = body(counter.answer(page().query("cursor", cursor)));

        assertThat(rest.findValuesAsText("bookingId"))
                .containsExactly(Ids.of("ada", "denied"), Ids.of("ada", "unseen"));
    }

    private static TestCall page() {
        return TestCall.to("GET /bookings").by("ada").query("limit", "2");
    }

    private static JsonNode body(TestAnswer answer) {
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }
}
