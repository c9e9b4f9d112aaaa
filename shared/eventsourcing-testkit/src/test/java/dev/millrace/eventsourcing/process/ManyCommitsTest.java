package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.account;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.eventsourcing.testkit.Faults;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// An instance keeps the numbers of a bounded number of other entities' commits, and a floor.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ManyCommitsTest {
    private static final int MORE = 50;

    private final Diary diary = new Diary();

    ManyCommitsTest() {
        diary.starts.add("bus");
        diary.bus("bus");
    }

    private void deliver(String account, int count) {
        diary.history(account);
        for (var seq = 2; seq <= count + 1; seq++) {
            diary.clock.advance(Duration.ofSeconds(1));
            diary.history(account, String.valueOf(seq));
            diary.deliver(account, seq);
        }
    }

    @Test
    void the_oldest_numbers_are_dropped_and_a_commit_below_the_floor_is_only_reported() {
        deliver("x", OtherEntities.MOST_HANDLED + MORE);
        var others = diary.instance().others();
        assertThat(requireNonNull(others.byEntity().get(account("x"))).handled())
                .hasSize(OtherEntities.MOST_HANDLED);
        var lines = diary.lines();

        diary.deliver("x", 2);
        diary.deliver("x", OtherEntities.MOST_HANDLED);

        assertThat(diary.lines()).isEqualTo(lines);
        assertThat(diary.reports.lines())
                .containsExactly("below the floor of diary k: Account#x/2");
    }

    @Test
    void no_number_is_dropped_while_a_commit_is_outstanding_so_that_a_late_one_is_handled() {
        diary.broken.add("y bad");
        diary.history("y", "bad");
        diary.deliver("y", 2);
        diary.clock.advance(Duration.ofSeconds(1));
        diary.history("z", "late");
        deliver("x", 2 * OtherEntities.MOST_HANDLED);
        diary.broken.clear();
        diary.faults.forgetCalls();
        diary.faults.crashBefore(550);
        assertThatExceptionOfType(Faults.Crash.class).isThrownBy(() -> diary.host.redrive("k"));
        assertThat(diary.lines()).hasSize(501);

        diary.deliver(diary.another(), "z", 2);
        diary.clock.advance(Duration.ofMinutes(2));
        diary.another().sweep("k");

        assertThat(diary.lines()).contains("z late").hasSize(603);
        assertThat(diary.reports.lines()).noneMatch(line -> line.startsWith("below"));
    }

    @Test
    void no_number_is_dropped_while_the_instance_is_parked() {
        deliver("x", OtherEntities.MOST_HANDLED);
        diary.broken.add("y bad");
        diary.history("y", "bad");
        diary.deliver("y", 2);
        diary.clock.advance(Duration.ofSeconds(1));

        diary.history("x", "more", "and more");
        diary.deliver("x", OtherEntities.MOST_HANDLED + 3);
        diary.clock.advance(Duration.ofDays(2));
        diary.broken.clear();
        diary.host.redrive("k");

        assertThat(diary.lines()).endsWith("y bad", "x and more");
        diary.deliver("x", OtherEntities.MOST_HANDLED + 2);
        assertThat(diary.lines()).endsWith("y bad", "x and more", "x more");
    }
}
