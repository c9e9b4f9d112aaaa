package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.deposit;
import static dev.millrace.eventsourcing.process.Diary.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Forget;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.testkit.Commits;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProcessHostTest {
    private static final Instant SOON = Commits.BEGINNING.plusSeconds(60);

    private final Diary diary = new Diary();

    ProcessHostTest() {
        diary.starts.add("bus");
        diary.starts.add("k go");
    }

    @Nested
    class Effects {

        @Test
        void one_write_comes_before_any_effect_and_one_removes_the_sent_effects() {
            diary.owes("b", deposit("x", "hello"), publish("note")).history("x");
            diary.bus("bus");
            diary.faults.forgetCalls();

            diary.bus("b");

            assertThat(diary.faults.calls())
                    .containsExactly(
                            "load process k",
                            "save process k 3",
                            "load x",
                            "append x 2",
                            "publish Note note",
                            "save process k 4");
            assertThat(diary.notes("x")).containsExactly("opened", "hello");
            assertThat(diary.instance().owed()).isEmpty();
        }

        @Test
        void a_rejection_becomes_an_input_that_may_owe_more() {
            diary.owes("bus", deposit("nobody", "hello"))
                    .owes("rejected NOT_OPEN", publish("sorry"));

            diary.bus("bus");

            assertThat(diary.lines()).containsExactly("bus", "rejected NOT_OPEN");
            assertThat(diary.published()).containsExactly("sorry");
            assertThat(diary.instance().owed()).isEmpty();
        }

        @Test
        void an_outcome_whose_effect_is_no_longer_owed_is_dropped() {
            diary.owes("b", deposit("nobody", "hello")).owes("rejected NOT_OPEN", publish("sorry"));
            diary.bus("bus");
            diary.faults.forgetCalls();
            diary.faults.meanwhile(4, () -> diary.bus(diary.another(), "other"));

            diary.bus("b");

            assertThat(diary.faults.calls().get(3)).isEqualTo("save process k 4");
            assertThat(diary.lines()).containsExactly("bus", "b", "rejected NOT_OPEN", "other");
            assertThat(diary.published()).containsExactly("sorry");
        }

        @Test
        void after_a_conflict_the_input_is_applied_again() {
            diary.bus("bus");
            diary.faults.forgetCalls();
            diary.faults.meanwhile(2, () -> diary.bus(diary.another(), "first"));

            diary.bus("second");

            assertThat(diary.lines()).containsExactly("bus", "first", "second");
            assertThat(diary.reports.lines()).containsExactly("conflict at diary k");
        }

        @Test
        void an_outage_parks_nothing_and_effects_sent_before_it_are_removed() {
            diary.owes("b", publish("one"), publish("two"));
            diary.bus("bus");
            diary.faults.forgetCalls();
            diary.faults.failBefore(4);

            assertThatExceptionOfType(Outage.class).isThrownBy(() -> diary.bus("b"));

            assertThat(diary.instance().parked()).isNull();
            assertThat(diary.instance().owed())
                    .extracting(Instance.Owed::id)
                    .containsExactly("two");
            diary.another().sweep("k");
            assertThat(diary.published()).containsExactly("one", "two");
        }

        @Test
        void an_outage_of_a_journal_parks_nothing_and_is_thrown_at_once() {
            diary.bus("bus");
            diary.history("k", "said");
            diary.faults.forgetCalls();
            diary.faults.failBefore(2);

            assertThatExceptionOfType(Outage.class).isThrownBy(() -> diary.deliver("k", 2));

            assertThat(diary.instance().parked()).isNull();
            assertThat(diary.pauses).isEmpty();
            diary.deliver("k", 2);
            assertThat(diary.lines()).containsExactly("bus", "k opened", "k said");
        }

        @Test
        void instances_that_owe_the_same_after_the_same_timer_send_separate_commands() {
            diary.owes("bus", wake("t", SOON, false))
                    .owes("due t", deposit("x", "hello"))
                    .history("x");
            for (var key : new String[] {"k", "l"}) {
                diary.host.receive(
                        key, new Instance.Waiting<>("bus", new Diary.Line("bus"), "cor", null));
            }
            diary.clock.advance(Duration.ofMinutes(1));

            diary.host.sweep("k");
            diary.host.sweep("l");

            assertThat(diary.notes("x")).containsExactly("opened", "hello", "hello");
        }
    }

    @Nested
    class Journals {

        @Test
        void the_next_commit_is_handled_without_a_read_and_a_repeated_one_is_ignored() {
            diary.history("k", "go", "on");
            diary.deliver("k", 2);
            diary.faults.forgetCalls();

            diary.deliver("k", 1);
            diary.deliver("k", 2);
            diary.deliver("k", 3);

            assertThat(diary.lines()).containsExactly("k opened", "k go", "k on");
            assertThat(diary.faults.calls()).noneMatch(call -> call.startsWith("read"));
        }

        @Test
        void after_a_gap_the_journal_is_handled_to_its_end_in_one_write() {
            diary.history("k", "go");
            diary.deliver("k", 2);
            diary.history("k", "3", "4", "5");
            diary.faults.forgetCalls();

            diary.deliver("k", 4);

            assertThat(diary.lines()).containsExactly("k opened", "k go", "k 3", "k 4", "k 5");
            assertThat(diary.faults.calls())
                    .containsExactly("load process k", "read k 2", "save process k 2");
        }

        @Test
        void a_starting_commit_makes_the_instance_handle_the_whole_journal() {
            diary.history("k", "go", "on");
            diary.deliver("k", 1);
            assertThat(diary.instance().version()).isZero();

            diary.deliver("k", 2);

            assertThat(diary.lines()).containsExactly("k opened", "k go", "k on");
        }

        @Test
        void a_start_from_the_bus_handles_the_home_journal_first() {
            diary.history("k", "before");

            diary.bus("bus");

            assertThat(diary.lines()).containsExactly("k opened", "k before", "bus");
        }

        @Test
        void a_commit_that_is_delivered_while_the_home_journal_is_read_is_not_lost() {
            diary.history("k");
            diary.faults.meanwhile(
                    3,
                    () -> {
                        diary.history("k", "now");
                        diary.deliver(diary.another(), "k", 2);
                    });

            diary.bus("bus");

            assertThat(diary.faults.calls().subList(1, 4))
                    .containsExactly("read k 0", "save process k 1", "read k 1");
            assertThat(diary.lines()).containsExactlyInAnyOrder("k opened", "k now", "bus");
        }
    }

    @Nested
    class Timers {

        @Test
        void a_timer_fires_when_it_is_due_and_once() {
            diary.owes("bus", wake("t", SOON, false));
            diary.bus("bus");
            sweepAt(Duration.ofSeconds(59));
            assertThat(diary.lines()).containsExactly("bus");

            sweepAt(Duration.ofSeconds(1));
            sweepAt(Duration.ofDays(1));

            assertThat(diary.lines()).containsExactly("bus", "due t");
            assertThat(diary.instance().timers()).isEmpty();
        }

        @Test
        void a_later_timer_of_the_same_name_replaces_it() {
            diary.owes("bus", wake("t", SOON, false))
                    .owes("b", wake("t", SOON.plusSeconds(60), false));
            diary.bus("bus");
            diary.bus("b");

            sweepAt(Duration.ofSeconds(60));

            assertThat(diary.lines()).containsExactly("bus", "b");
        }

        @Test
        void a_timer_that_is_removed_during_the_sweep_does_not_fire() {
            diary.owes("bus", wake("t", SOON, false)).owes("b", new Forget("t"));
            diary.bus("bus");
            diary.clock.advance(Duration.ofDays(1));
            diary.faults.forgetCalls();
            diary.faults.meanwhile(2, () -> diary.bus(diary.another(), "b"));

            diary.host.sweep("k");

            assertThat(diary.faults.calls().get(1)).startsWith("save process k");
            assertThat(diary.lines()).containsExactly("bus", "b");
        }

        @Test
        void the_home_is_handled_first_in_the_same_write_and_may_remove_the_timer() {
            diary.owes("bus", wake("t", SOON, true), wake("u", SOON, true));
            diary.owes("k enough", new Forget("u"));
            diary.bus("bus");
            diary.history("k", "news", "enough");
            diary.faults.forgetCalls();

            sweepAt(Duration.ofMinutes(5));

            assertThat(diary.lines())
                    .containsExactly("bus", "k opened", "k news", "k enough", "due t");
            assertThat(diary.faults.calls())
                    .startsWith("load process k", "read k 0")
                    .endsWith("save process k 3");
        }

        @Test
        void a_timer_that_the_home_replaces_fires_at_its_new_time() {
            diary.owes("bus", wake("t", SOON, true));
            diary.owes("k later", wake("t", SOON.plusSeconds(60), false));
            diary.bus("bus");
            diary.history("k", "later");

            sweepAt(Duration.ofSeconds(60));
            assertThat(diary.lines()).containsExactly("bus", "k opened", "k later");
            sweepAt(Duration.ofSeconds(60));

            assertThat(diary.lines()).containsExactly("bus", "k opened", "k later", "due t");
        }

        @Test
        void a_finished_instance_ignores_inputs_and_has_no_timers() {
            diary.owes("bus", wake("t", SOON, false)).owes("b", new Finish(), publish("bye"));
            diary.history("k");
            diary.bus("bus");
            diary.bus("b");
            assertThat(diary.instance().timers()).isEmpty();

            sweepAt(Duration.ofDays(1));
            diary.bus("late");
            diary.history("k", "late");
            diary.deliver("k", 2);

            assertThat(diary.lines()).containsExactly("k opened", "bus", "b");
            assertThat(diary.published()).containsExactly("bye");
        }
    }

    private void sweepAt(Duration later) {
        diary.clock.advance(later);
        diary.host.sweep("k");
    }

    private static WakeAt wake(String name, Instant at, boolean catchUpFirst) {
        return new WakeAt(name, at, catchUpFirst);
    }
}
