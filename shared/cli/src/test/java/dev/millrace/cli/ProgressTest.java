package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProgressTest {
    private final StringWriter err = new StringWriter();
    private final AtomicLong nanos = new AtomicLong(-5);

    @Test
    void without_a_terminal_it_is_a_line_at_intervals() {
        try (var progress = progress(false)) {
            progress.at(1, 4, "first");
            progress.at(2, 4, "too soon");
            later(Duration.ofSeconds(2));
            progress.at(3, 4, "then");
            progress.end("all");
        }
        assertThat(err.toString().lines())
                .containsExactly(" 25 %  first", " 75 %  then", "100 %  all");
    }

    @Test
    void on_a_terminal_it_is_a_bar_that_is_redrawn_and_ends_its_line() {
        try (var progress = progress(true)) {
            progress.at(1, 2, "half");
            progress.end("all");
        }
        assertThat(err.toString())
                .isEqualTo(
                        "\r 50 %% [############            ] half\u001b[K\r100 %% [########################] all\u001b[K%n"
                                .formatted());
    }

    @Test
    void a_bar_never_wraps() {
        try (var progress = progress(true)) {
            progress.at(1, 2, "x".repeat(200));
        }
        assertThat(err.toString().replaceAll("\\R|\\r|\u001b.K", "")).hasSize(79);
    }

    @Test
    void more_than_expected_is_at_most_99_percent() {
        try (var progress = progress(false)) {
            progress.at(130, 120, "more");
            later(Duration.ofSeconds(2));
            progress.at(1, 0, "of none");
        }
        assertThat(err.toString().lines()).containsExactly(" 99 %  more", " 99 %  of none");
    }

    @Test
    void a_rate_is_per_second() {
        try (var progress = progress(false)) {
            later(Duration.ofMillis(500));
            assertThat(progress.perSecond(90)).isEqualTo(180);
        }
    }

    private Progress progress(boolean terminal) {
        return new Progress(new PrintWriter(err), terminal, nanos::get, Duration.ofSeconds(2));
    }

    private void later(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }
}
