package dev.millrace.eventsourcing.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// An instance first handles its home's earlier commits, by any start, also after a failure.
@DisplayNameGeneration(ReplaceUnderscores.class)
class StartingTest {
    private final Diary diary = new Diary();

    StartingTest() {
        diary.starts.add("bus");
        diary.starts.add("a go");
        diary.starts.add("k go");
    }

    @Test
    void a_start_that_is_delivered_late_is_followed_by_the_later_commits() {
        diary.starts.add("k opened");
        diary.history("k", "second");

        diary.deliver("k", 2);
        assertThat(diary.instance().hasStarted()).isFalse();
        diary.deliver("k", 1);

        assertThat(diary.lines()).containsExactly("k opened", "k second");
    }

    @Test
    void a_start_by_another_entity_handles_the_journal_of_the_home_too() {
        diary.starts.add("a opened");
        diary.history("k", "before");
        diary.history("a");

        diary.deliver("a", 1);

        assertThat(diary.lines()).containsExactly("k opened", "k before", "a opened");
    }

    @Test
    void a_start_by_a_commit_that_failed_first_handles_the_journal_of_the_home_too() {
        diary.broken.add("a go");
        diary.starts.add("a go");
        diary.history("k", "before");
        diary.history("a", "go");
        diary.deliver("a", 2);
        assertThat(diary.instance().parked()).isNotNull();
        assertThat(diary.instance().hasStarted()).isFalse();

        mendAndSweep();

        assertThat(diary.lines()).containsExactly("k opened", "k before", "a go");
    }

    @Test
    void a_failed_start_has_the_same_result_once_it_is_repaired() {
        diary.broken.add("k go");
        diary.history("k", "go", "on");
        diary.deliver("k", 2);
        assertThat(diary.instance().hasStarted()).isFalse();

        mendAndSweep();

        assertThat(diary.lines()).containsExactly("k opened", "k go", "k on");
    }

    @Test
    void a_start_from_the_bus_is_kept_while_a_commit_of_the_home_fails() {
        diary.broken.add("k bad");
        diary.history("k", "bad");
        diary.bus("bus");
        assertThat(diary.instance().waiting()).hasSize(1);

        mendAndSweep();

        assertThat(diary.lines()).containsExactly("k opened", "k bad", "bus");
    }

    private void mendAndSweep() {
        diary.broken.clear();
        diary.clock.advance(Duration.ofMinutes(1));
        diary.host.sweep("k");
    }
}
