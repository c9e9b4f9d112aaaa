package dev.millrace.eventsourcing.lambda.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.View.Rebuilt;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.ViewType;
import dev.millrace.eventsourcing.aws.Json;
import dev.millrace.eventsourcing.testkit.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// An answer stays far below Lambda's limit, and counts what it leaves out.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RebuildReportTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /// A view whose rows are the time at which a wait began.
    private static final ViewType<Instant, Account.Event> VIEW =
            new ViewType<>(
                    "since",
                    Account.TYPE,
                    Instant.class,
                    new Rows.OnePerEntity<>((_, commit) -> commit.at()),
                    _ -> Map.of(),
                    new ViewType.Waiting<>("opening", since -> since));

    private static final Rebuilt<Instant> LATE =
            new Rebuilt<>(new Row<>(NOW.minus(Duration.ofMinutes(15)).minusNanos(1), 1), true);

    private final RebuildReport<Instant> report = new RebuildReport<>(VIEW, NOW);

    @Test
    void a_complete_list_leaves_nothing_out() {
        for (var n = 0; n < 100; n++)
            report.failed("account-" + n, new IllegalStateException("no"));
        for (var n = 0; n < 500; n++) report.rebuilt("account-" + n, LATE);

        assertThat(report.answer(null))
                .containsEntry("rows", 600)
                .doesNotContainKeys("failedLeftOut", "lateLeftOut");
    }

    @Test
    void entries_that_are_left_out_are_counted() {
        for (var n = 0; n < 103; n++)
            report.failed("account-" + n, new IllegalStateException("no"));
        for (var n = 0; n < 504; n++) report.rebuilt("account-" + n, LATE);

        var answer = Json.mapper().valueToTree(report.answer(null));

        assertThat(answer.path("failed")).hasSize(100);
        assertThat(answer.path("failedLeftOut").asInt()).isEqualTo(3);
        assertThat(answer.path("late")).hasSize(500);
        assertThat(answer.path("lateLeftOut").asInt()).isEqualTo(4);
        assertThat(report.counts()).containsEntry("failed", 103).containsEntry("late", 504);
    }

    @Test
    void an_answer_is_far_below_six_megabytes_whatever_the_errors_say() {
        for (var n = 0; n < 10_000; n++) {
            report.failed("b".repeat(1_000), new IllegalStateException("\n🎟".repeat(10_000)));
            report.rebuilt("b".repeat(1_000), LATE);
        }

        assertThat(Json.write(report.answer(null)).getBytes(UTF_8)).hasSizeLessThan(1 << 20);
    }

    @Test
    void an_error_without_a_message_is_named_by_its_class() {
        report.failed("a", new NullPointerException());

        assertThat(Json.write(report.answer(null))).contains("java.lang.NullPointerException");
    }
}
