package dev.millrace.eventsourcing.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A log entry is one JSON object on one line, whatever its texts are.
@DisplayNameGeneration(ReplaceUnderscores.class)
class LogTest {
    private final LogLines lines = new LogLines();

    @Test
    void an_entry_is_one_json_object_on_one_line() {
        lines.log().info("swept", Map.of("expired", 3));

        assertThat(lines.text()).endsWith("}" + System.lineSeparator());
        assertThat(line().toString())
                .isEqualTo(
                        """
                        {"timestamp":"2026-03-01T12:00:00.123Z","level":"INFO","message":"swept",\
                        "function":"function-under-test","expired":3}\
                        """);
    }

    @Test
    void numbers_and_booleans_keep_their_json_type() {
        lines.log().info("m", Map.of("n", 9_007_199_254_740_993L, "yes", true, "part", 0.5));

        assertThat(line().path("n").asLong()).isEqualTo(9_007_199_254_740_993L);
        assertThat(line().path("yes").isBoolean()).isTrue();
        assertThat(line().path("part").asDouble()).isEqualTo(0.5);
    }

    @Test
    void a_decimal_is_a_number() {
        lines.log().info("m", Map.of("price", new BigDecimal("1.50")));

        assertThat(lines.text()).contains("\"price\":1.50");
    }

    @Test
    void no_text_breaks_out_of_its_line() {
        var nasty = "a\n{\"level\":\"ERROR\"}\r\n\"quoted\" \\ \t \u0000 ü 日本 🎟";

        try (var _ = lines.log().with(Map.of("where\n", nasty))) {
            lines.log().warn(nasty, Map.of("field\"\n", nasty));
        }

        assertThat(lines.text().lines()).hasSize(1);
        assertThat(line().path("message").asText()).isEqualTo(nasty);
        assertThat(line().path("where\n").asText()).isEqualTo(nasty);
        assertThat(line().path("field\"\n").asText()).isEqualTo(nasty);
    }

    @Test
    void an_error_has_its_stack_trace_on_the_same_line() {
        lines.log()
                .error(
                        "failed",
                        new IllegalStateException("outer\nline", new RuntimeException("inner")),
                        Map.of("entity", "Booking#1"));

        assertThat(lines.text().lines()).hasSize(1);
        assertThat(line().path("level").asText()).isEqualTo("ERROR");
        assertThat(line().path("error").asText())
                .isEqualTo("java.lang.IllegalStateException: outer\nline");
        assertThat(line().path("stack").asText()).contains("Caused by", "inner", "LogTest");
    }

    @Test
    void an_error_without_a_message_is_logged_too() {
        lines.log().error("failed", new StackOverflowError(), Map.of());

        assertThat(line().path("stack").asText()).startsWith("java.lang.StackOverflowError");
    }

    @Test
    void the_fields_of_a_scope_are_on_every_line_inside_it_and_on_none_outside() {
        var log = lines.log();
        try (var _ = log.with(Map.of("request", "r", "process", "outer"))) {
            log.info("outer", Map.of());
            try (var _ = log.with(Map.of("process", "inner", "entity", "e"))) {
                log.info("inner", Map.of("entity", "its own"));
            }
            log.info("outer again", Map.of());
        }
        log.info("outside", Map.of());

        assertThat(where("outer")).isEqualTo("r outer ");
        assertThat(where("inner")).isEqualTo("r inner its own");
        assertThat(where("outer again")).isEqualTo("r outer ");
        assertThat(where("outside")).isEqualTo("  ");
    }

    @Test
    void an_exception_closes_the_scope_too() {
        var log = lines.log();
        assertThatThrownBy(
                        () -> {
                            try (var _ = log.with(Map.of("request", "r"))) {
                                throw new IllegalStateException("broken");
                            }
                        })
                .hasMessage("broken");

        log.info("outside", Map.of());

        assertThat(where("outside")).isEqualTo("  ");
    }

    @Test
    void a_line_below_the_level_is_not_written() {
        var log = lines.log(Map.of("LOG_LEVEL", "WARN"));
        log.info("info", Map.of());
        log.warn("warn", Map.of());
        log.error("error", new RuntimeException(), Map.of());

        assertThat(lines.all().stream().map(line -> line.path("message").asText()))
                .containsExactly("warn", "error");
    }

    @Test
    void an_unknown_level_is_named_with_its_variable() {
        assertThatThrownBy(() -> lines.log(Map.of("LOG_LEVEL", "LOUD")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("LOG_LEVEL=LOUD");
    }

    @Test
    void a_piece_of_work_is_logged_with_its_duration_even_if_it_failed() {
        var clock = new VirtualClock(LogLines.NOW);
        var timed = new LogLines(clock);

        try (var step = timed.log().begin("step", Map.of("entity", "e"))) {
            clock.advance(Duration.ofMillis(250));
            step.done();
        }
        assertThatThrownBy(
                        () -> {
                            try (var _ = timed.log().begin("step", Map.of("entity", "e"))) {
                                throw new IllegalStateException("broken");
                            }
                        })
                .hasMessage("broken");

        assertThat(timed.of("step"))
                .extracting(line -> line.path("outcome").asText() + line.path("duration_ms"))
                .containsExactly("DONE250", "FAILED0");
        assertThat(timed.of("step")).allMatch(line -> line.path("entity").asText().equals("e"));
    }

    @Test
    void the_fields_of_a_piece_of_work_are_on_every_line_inside_it_and_on_none_outside() {
        var log = lines.log();
        try (var step = log.begin("step", Map.of("entity", "e"))) {
            log.info("inside", Map.of());
            step.done();
        }
        log.info("outside", Map.of());

        assertThat(where("inside")).isEqualTo("  e");
        assertThat(where("outside")).isEqualTo("  ");
    }

    @Test
    void a_quick_piece_of_work_is_not_logged_at_info() {
        var clock = new VirtualClock(LogLines.NOW);
        var timed = new LogLines(clock);

        for (var millis : List.of(99, 100)) {
            try (var step = timed.log(Map.of()).begin("step", Map.of())) {
                clock.advance(Duration.ofMillis(millis));
                step.done();
            }
        }

        assertThat(timed.of("step"))
                .extracting(line -> line.path("duration_ms").asInt())
                .containsExactly(100);
    }

    /// Request, process and entity of the one line with this message.
    private String where(String message) {
        var line = lines.of(message).getFirst();
        return line.path("request").asText()
                + " "
                + line.path("process").asText()
                + " "
                + line.path("entity").asText();
    }

    private JsonNode line() {
        return lines.all().getFirst();
    }
}
