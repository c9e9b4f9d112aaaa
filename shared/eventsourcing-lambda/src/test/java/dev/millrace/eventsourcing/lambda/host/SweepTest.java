package dev.millrace.eventsourcing.lambda.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.lambda.LogLines;
import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.eventsourcing.testkit.TestRuntime;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What a run over due items counts and answers.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SweepTest {
    private final VirtualClock clock = new VirtualClock(LogLines.NOW);
    private final LogLines lines = new LogLines(clock);
    private final AtomicInteger remainingMillis = new AtomicInteger(60_000);
    private final Sweep sweep = new Sweep(platform(), new TestContext(remainingMillis::get), 2);

    private Platform platform() {
        return new Platform(
                lines.environment(Map.of()),
                TestRuntime.at(clock),
                () -> {
                    throw new IllegalStateException("no table is needed here");
                });
    }

    @Test
    void a_run_that_found_nothing_is_complete_and_measures_a_backlog_of_zero() {
        assertThat(sweep.end("swept", List.of("done")).toString())
                .isEqualTo("{done=0, failed=0, complete=true}");

        assertThat(lines.measured("Overdue")).containsExactly("Overdue {} 0");
        assertThat(lines.of("swept"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("done").asInt()).isZero());
    }

    @Test
    void parts_add_up_while_they_run_in_parallel() {
        try (var tasks = platform().runtime().threads().open(8)) {
            IntStream.range(0, 100).forEach(_ -> tasks.execute(() -> sweep.count("done", 3)));
        }

        assertThat(sweep.counted("done")).isEqualTo(300);
        assertThat(sweep.end("swept", List.of("done", "refused")).toString())
                .isEqualTo("{done=300, refused=0, failed=0, complete=true}");
    }

    @Test
    void the_most_overdue_is_measured_in_whatever_order_it_was_found() {
        var began = sweep.now();
        clock.advance(Duration.ofMinutes(5));
        sweep.found(began.minusSeconds(2));
        sweep.found(began.minusSeconds(90));
        sweep.found(began.minusSeconds(1));

        sweep.end("swept", List.of());

        assertThat(lines.measured("Overdue")).containsExactly("Overdue {} 90000");
    }

    @Test
    void no_part_is_begun_with_less_time_than_its_calls_may_take() {
        remainingMillis.set(10_000);
        assertThat(sweep.isOutOfTime()).isFalse();
        remainingMillis.set(9_999);
        assertThat(sweep.isOutOfTime()).isTrue();

        remainingMillis.set(60_000);

        assertThat(sweep.end("swept", List.of())).containsEntry("complete", false);
    }

    @Test
    void an_item_that_is_stepped_over_is_counted_logged_and_measured() {
        sweep.stepOver("stepped over", new IllegalStateException("no"), Map.of("instance", "i"));

        assertThat(sweep.end("swept", List.of()).toString()).isEqualTo("{failed=1, complete=true}");
        assertThat(lines.measured("SteppedOver")).containsExactly("SteppedOver {} 1");
        assertThat(lines.of("stepped over"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.path("instance").asText()).isEqualTo("i");
                    assertThat(line.path("error").asText())
                            .isEqualTo("java.lang.IllegalStateException: no");
                });
    }

    @Test
    void a_part_that_fails_leaves_the_run_incomplete_and_the_others_go_on() {
        sweep.part(() -> {
            throw new StackOverflowError();
        });
        sweep.part(() -> sweep.count("done", 1));

        assertThat(sweep.end("swept", List.of("done")).toString())
                .isEqualTo("{done=1, failed=0, complete=false}");
        assertThat(lines.measured("SteppedOver")).containsExactly("SteppedOver {} 1");
    }

    @Test
    void a_function_may_measure_more_on_the_same_line() {
        sweep.end("swept", List.of(), Metric.count("Expired").of(3));

        assertThat(lines.measured("Expired")).containsExactly("Expired {} 3");
        assertThat(lines.all()).hasSize(1);
    }
}
