package dev.millrace.functions.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.booking.BookingRow;
import dev.millrace.booking.BookingStatus;
import dev.millrace.eventsourcing.View.Rebuilt;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.aws.Json;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// An answer stays far below what Lambda carries, and says what it leaves out.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RebuildReportTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final RebuildReport report = new RebuildReport(NOW);

    @Test
    void what_is_listed_whole_leaves_nothing_out() {
        for (var n = 0; n < 100; n++)
            report.failed("booking-" + n, new IllegalStateException("no"));
        for (var n = 0; n < 500; n++) report.rebuilt(awaiting("booking-" + n));

        assertThat(report.answer(null))
                .containsEntry("bookings", 600)
                .doesNotContainKeys("failedLeftOut", "awaitingLeftOut");
    }

    @Test
    void what_is_left_out_is_counted() {
        for (var n = 0; n < 103; n++)
            report.failed("booking-" + n, new IllegalStateException("no"));
        for (var n = 0; n < 504; n++) report.rebuilt(awaiting("booking-" + n));

        var answer = Json.MAPPER.valueToTree(report.answer(null));

        assertThat(answer.path("failed")).hasSize(100);
        assertThat(answer.path("failedLeftOut").asInt()).isEqualTo(3);
        assertThat(answer.path("awaiting")).hasSize(500);
        assertThat(answer.path("awaitingLeftOut").asInt()).isEqualTo(4);
        assertThat(report.counts()).containsEntry("failed", 103).containsEntry("awaiting", 504);
    }

    @Test
    void an_answer_is_far_below_six_megabytes_whatever_the_errors_say() {
        for (var n = 0; n < 10_000; n++) {
            report.failed("b".repeat(1_000), new IllegalStateException("\n🎟".repeat(10_000)));
            report.rebuilt(awaiting("b".repeat(1_000)));
        }

        assertThat(Json.write(report.answer(null)).getBytes(UTF_8)).hasSizeLessThan(1 << 20);
    }

    @Test
    void an_error_without_words_is_told_by_its_name() {
        report.failed("a", new NullPointerException());

        assertThat(Json.write(report.answer(null))).contains("java.lang.NullPointerException");
    }

    private static Rebuilt<BookingRow> awaiting(String bookingId) {
        var row =
                new BookingRow(
                        bookingId,
                        "ada",
                        "concert",
                        List.of(),
                        BookingStatus.AWAITING_CONFIRMATION,
                        NOW.minusNanos(1),
                        "correlation",
                        null,
                        null,
                        null,
                        null,
                        null);
        return new Rebuilt<>(new Row<>(row, 1), true);
    }
}
