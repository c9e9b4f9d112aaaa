package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.account;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Instances that handled commits which a restore lost.
@DisplayNameGeneration(ReplaceUnderscores.class)
class RewindTest {
    private final Diary diary = new Diary();

    private void sweep() {
        diary.clock.advance(Instance.SWEPT_AFTER);
        diary.host.sweep("k");
    }

    @Nested
    class Of_a_home {
        Of_a_home() {
            diary.starts.add("k opened");
            diary.history("k", "2", "3", "4");
            diary.deliver("k", 1);
            diary.deliver("k", 4);
        }

        @Test
        void an_instance_at_the_journals_end_is_left_as_it_is() {
            var before = diary.instance();

            assertThat(diary.host.rewind("k", false)).isNull();

            assertThat(diary.instance()).isEqualTo(before);
        }

        @Test
        void a_trial_says_what_is_ahead_and_writes_nothing() {
            diary.lose("k", 2);
            var before = diary.instance();

            assertThat(diary.host.rewind("k", true))
                    .isEqualTo("knows commit 4 of Account#k, whose journal ends at 2");

            assertThat(diary.instance()).isEqualTo(before);
        }

        @Test
        void it_handles_the_journal_again_and_new_commits_under_the_lost_numbers() {
            diary.lose("k", 2);

            assertThat(diary.host.rewind("k", false)).isNotNull();
            sweep();
            diary.history("k", "new 3", "new 4");
            diary.deliver("k", 3);
            diary.deliver("k", 4);

            assertThat(diary.lines()).containsExactly("k opened", "k 2", "k new 3", "k new 4");
            assertThat(diary.host.rewind("k", false)).isNull();
        }

        @Test
        void a_commit_before_the_sweep_starts_it_from_the_beginning() {
            diary.lose("k", 2);
            diary.host.rewind("k", false);
            diary.history("k", "new 3");

            diary.deliver("k", 3);

            assertThat(diary.lines()).containsExactly("k opened", "k 2", "k new 3");
        }

        @Test
        void without_any_commit_left_it_has_not_started() {
            diary.lose("k", 0);

            diary.host.rewind("k", false);
            sweep();

            assertThat(diary.instance().hasStarted()).isFalse();
            assertThat(diary.instance().due(diary.clock.instant())).isNull();
        }

        @Test
        void it_begins_with_the_state_that_the_process_keeps() {
            var later = diary.clock.instant().plus(Duration.ofHours(1));
            diary.kept =
                    Transition.to(new Diary.Page(List.of("kept")), new WakeAt("kept", later, true));
            diary.lose("k", 2);

            diary.host.rewind("k", false);
            sweep();
            diary.clock.advance(Duration.ofHours(2));
            diary.host.sweep("k");

            assertThat(diary.lines()).containsExactly("kept", "k opened", "k 2", "due kept");
        }

        @Test
        void a_timer_of_a_lost_commit_does_not_fire() {
            var soon = diary.clock.instant().plus(Duration.ofMinutes(1));
            diary.owes("k lost", new WakeAt("lost", soon, false));
            diary.history("k", "lost");
            diary.deliver("k", 5);
            diary.lose("k", 4);

            diary.host.rewind("k", false);
            sweep();

            assertThat(diary.lines()).containsExactly("k opened", "k 2", "k 3", "k 4");
        }

        @Test
        void a_finished_instance_is_no_longer_finished() {
            diary.owes("k end", new Finish());
            diary.history("k", "end");
            diary.deliver("k", 5);
            assertThat(diary.instance().finished()).isTrue();
            diary.lose("k", 4);

            diary.host.rewind("k", false);
            sweep();

            assertThat(diary.lines()).containsExactly("k opened", "k 2", "k 3", "k 4");
            assertThat(diary.instance().finished()).isFalse();
        }

        @Test
        void owed_effects_are_still_sent() {
            diary.owes("k owing", Diary.publish("note"));
            diary.history("k", "owing");
            diary.world.busIsBroken.set(true);
            diary.deliver("k", 5);
            assertThat(diary.instance().parked()).isNotNull();
            diary.lose("k", 4);
            diary.world.busIsBroken.set(false);

            diary.host.rewind("k", false);
            diary.host.sweep("k");

            assertThat(diary.published()).containsExactly("note");
            assertThat(diary.lines()).containsExactly("k opened", "k 2", "k 3", "k 4");
        }

        @Test
        void its_parked_commit_is_lost_and_its_waiting_input_is_handled() {
            diary.broken.add("k broken");
            diary.history("k", "broken");
            diary.deliver("k", 5);
            diary.bus("waits");
            diary.lose("k", 3);

            assertThat(diary.host.rewind("k", false)).contains("commit 4");
            diary.host.sweep("k");

            assertThat(diary.instance().parked()).isNull();
            assertThat(diary.lines()).containsExactly("k opened", "k 2", "k 3", "waits");
        }

        @Test
        void a_new_commit_is_not_skipped_because_a_lost_one_was() {
            diary.broken.add("k broken");
            diary.history("k", "broken");
            diary.deliver("k", 5);
            diary.host.skip("k", "Account#k/5", "it is broken");
            diary.lose("k", 4);
            diary.history("k", "new 5");
            assertThat(diary.host.rewind("k", true)).isNull();
            diary.lose("k", 4);

            diary.host.rewind("k", false);
            diary.history("k", "new 5");
            diary.deliver("k", 5);

            assertThat(diary.lines()).last().isEqualTo("k new 5");
        }

        @Test
        void commits_of_other_entities_are_handled_again() {
            diary.history("x", "other");
            diary.deliver("x", 2);
            diary.lose("k", 1);

            diary.host.rewind("k", false);
            sweep();

            assertThat(diary.lines()).containsExactly("k opened", "x other");
        }

        @Test
        void an_instance_that_expects_a_lost_commit_begins_again() {
            diary.expects = true;
            diary.history("k", "5");
            assertThat(diary.host.rewind("k", false)).isNull();
            diary.lose("k", 4);

            assertThat(diary.host.rewind("k", false))
                    .isEqualTo("expects a commit after 4 of Account#k, whose journal ends at 4");
            assertThat(diary.instance().hasStarted()).isFalse();
        }

        @Test
        void an_instance_that_owes_effects_may_expect_a_commit() {
            diary.owes("k owing", Diary.publish("note"));
            diary.history("k", "owing");
            diary.world.busIsBroken.set(true);
            diary.deliver("k", 5);
            diary.expects = true;

            assertThat(diary.host.rewind("k", false)).isNull();
        }

        /// An instance keeps only the last numbers of other entities' commits.
        @Test
        void the_report_says_that_older_commits_of_other_entities_are_not_read_again() {
            var most = OtherEntities.MOST_HANDLED;
            for (var n = 1; n <= most; n++) diary.history("x", "line " + n);
            for (var seq = 1; seq <= most + 1; seq++) {
                diary.clock.advance(Duration.ofSeconds(1));
                diary.deliver("x", seq);
            }
            diary.lose("k", 2);

            assertThat(diary.host.rewind("k", true))
                    .endsWith("below its floor are not read again)");
        }

        @Test
        void a_finished_instance_expects_nothing() {
            diary.owes("k last", new Finish());
            diary.history("k", "last");
            diary.deliver("k", 5);
            diary.expects = true;

            assertThat(diary.host.rewind("k", false)).isNull();
        }

        @Test
        void after_a_skip_it_may_expect_a_commit_that_never_comes() {
            diary.broken.add("k broken");
            diary.history("k", "broken");
            diary.deliver("k", 5);
            diary.host.skip("k", "Account#k/5", "it is broken");
            diary.expects = true;

            assertThat(diary.host.rewind("k", false)).isNull();
        }

        /// Otherwise a commit that is handled in between would look lost.
        @Test
        void the_instance_is_read_before_the_journal() {
            diary.faults.forgetCalls();

            diary.host.rewind("k", false);

            assertThat(diary.faults.calls()).first().isEqualTo("load process k");
        }
    }

    @Nested
    class Of_another_entity {
        Of_another_entity() {
            diary.starts.add("bus");
            diary.bus("bus");
            diary.history("x", "2", "3", "4");
            diary.deliver("x", 2);
            diary.deliver("x", 4);
            diary.lose("x", 2);
        }

        @Test
        void its_numbers_are_forgotten_and_the_state_is_kept() {
            assertThat(diary.host.rewind("k", false))
                    .startsWith("knows commit 4 of Account#x, whose journal ends at 2")
                    .contains("by hand");

            diary.history("x", "new 3", "new 4");
            diary.deliver("x", 2);
            diary.deliver("x", 4);

            assertThat(diary.lines()).containsExactly("bus", "x 2", "x 4", "x new 4");
        }
    }

    @Test
    void a_parked_or_skipped_commit_that_is_lost_is_forgotten() {
        diary.history("x", "2", "3");
        var bank = Service.named("bank").entity(Account.TYPE, Diagnosis.none());
        var processes = new Processes(bank, diary.world);
        for (var seq : List.of(2, 3)) {
            var broken = new IllegalArgumentException("newer code wrote it");
            processes.stream().unreadable("Account#x/" + seq, broken);
        }
        var stream = requireNonNull(processes.named("bank-stream"));
        stream.skip("Account#x/3", "Account#x/3", "it is broken");
        diary.lose("x", 2);

        assertThat(stream.rewind("Account#x/2", false)).isNull();
        assertThat(stream.rewind("Account#x/3", true)).isNotNull();
        assertThat(stream.rewind("Account#x/3", false)).isNotNull();
        assertThat(stream.rewind("Account#x/3", false)).isNull();

        assertThat(stream.parked("Account#x/2")).isPresent();
        assertThat(stream.instance("Account#x/3").skipped()).isEmpty();
        assertThat(stream.about("Account#x/3")).isEqualTo(account("x"));
    }
}
