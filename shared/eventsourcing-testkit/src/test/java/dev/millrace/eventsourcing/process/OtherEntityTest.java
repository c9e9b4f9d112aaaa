package dev.millrace.eventsourcing.process;

import static dev.millrace.eventsourcing.process.Diary.account;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Commits of account `x`, which is not the instance's home. The instance records the number of
/// each commit that it handled.
@DisplayNameGeneration(ReplaceUnderscores.class)
class OtherEntityTest {
    private final Diary diary = new Diary();

    OtherEntityTest() {
        diary.starts.add("bus");
        diary.starts.add("x go");
    }

    @Nested
    class OfAStartedInstance {
        OfAStartedInstance() {
            diary.bus("bus");
            diary.history("x", "2", "3", "4");
        }

        @Test
        void a_commit_that_is_delivered_after_a_later_one_is_handled() {
            diary.deliver("x", 4);
            diary.deliver("x", 2);

            assertThat(diary.lines()).containsExactly("bus", "x 4", "x 2");
        }

        @Test
        void a_commit_that_is_delivered_again_days_later_changes_nothing() {
            diary.deliver("x", 4);
            diary.deliver("x", 2);
            diary.clock.advance(Duration.ofDays(9));
            var before = diary.instance();

            diary.deliver("x", 2);
            diary.deliver("x", 4);

            assertThat(diary.instance()).isEqualTo(before);
        }

        @Test
        void a_commit_that_could_not_be_read_from_the_stream_is_handled_after_a_later_one() {
            var bank = Service.named("bank").entity(Account.TYPE, Diagnosis.none());
            var processes = new Processes(bank.process(diary, Diary.ACCOUNTS), diary.world);
            var stream = processes.stream();
            stream.unreadable("Account#x/2", new IllegalArgumentException("newer code wrote it"));
            stream.handle(account("x"), diary.commits("x", 3));

            requireNonNull(processes.named("bank-stream")).redrive("Account#x/2");

            assertThat(diary.lines()).containsExactly("bus", "x 3", "x 2");
        }

        @Test
        void a_gap_is_normal_and_no_journal_is_read() {
            diary.faults.forgetCalls();

            diary.deliver("x", 4);

            assertThat(diary.faults.calls()).containsExactly("load process k", "save process k 3");
        }

        @Test
        void from_the_journal_it_handles_each_commit_whose_number_it_does_not_know() {
            diary.deliver("x", 3);

            diary.host.fromJournal(account("x"));
            diary.host.fromJournal(account("x"));

            assertThat(diary.lines()).containsExactly("bus", "x 3", "x opened", "x 2", "x 4");
        }

        @Test
        void outstanding_commits_are_read_by_their_keys_in_the_order_of_their_times() {
            diary.broken.add("x 2");
            diary.deliver("x", 2);
            diary.clock.advance(Duration.ofSeconds(1));
            diary.history("y", "late");
            diary.deliver("y", 2);
            diary.deliver("x", 4);
            diary.deliver("x", 4);
            diary.broken.clear();
            diary.faults.forgetCalls();

            diary.host.redrive("k");

            assertThat(diary.lines()).containsExactly("bus", "x 2", "x 4", "y late");
            assertThat(diary.faults.calls())
                    .contains("read x 1", "read x 3", "read y 1")
                    .doesNotContain("read x 0", "read y 0");
        }

        @Test
        void a_skipped_commit_is_no_longer_outstanding() {
            diary.broken.add("x 2");
            diary.deliver("x", 2);

            diary.host.skip("k", "Account#x/2", "nobody needs it");

            assertThat(diary.instance().others().outstanding(Set.of(account("x")))).isEmpty();
            assertThat(diary.instance().others().hasHandled(account("x"), 2)).isTrue();
            assertThat(diary.lines()).containsExactly("bus");
        }

        @Test
        void an_unreadable_commit_parks_the_instance_and_is_handled_later() {
            diary.broken.add("x 2");
            diary.deliver("x", 2);
            diary.broken.clear();
            diary.world.lastReadable.set(1);

            diary.host.redrive("k");

            assertThat(diary.host.parked("k")).get().extracting("what").isEqualTo("Account#x/2");
            diary.world.lastReadable.set(Long.MAX_VALUE);
            diary.host.redrive("k");
            assertThat(diary.lines()).containsExactly("bus", "x 2");
            assertThat(diary.host.parked("k")).isEmpty();
        }

        @Test
        void a_commit_that_stays_unreadable_can_be_skipped() {
            diary.broken.add("x 2");
            diary.deliver("x", 2);
            diary.broken.clear();
            diary.world.lastReadable.set(1);

            diary.host.skip("k", "Account#x/2", "it is spoilt");

            assertThat(diary.host.parked("k")).isEmpty();
            assertThat(diary.instance().others().hasHandled(account("x"), 2)).isTrue();
            diary.world.lastReadable.set(Long.MAX_VALUE);
            diary.deliver("x", 3);
            assertThat(diary.lines()).containsExactly("bus", "x 3");
        }

        @Test
        void a_skipped_commit_counts_as_handled() {
            diary.broken.add("x 2");
            diary.deliver("x", 2);
            diary.broken.clear();

            diary.host.skip("k", "Account#x/2", "by hand");
            diary.deliver("x", 2);

            assertThat(diary.lines()).containsExactly("bus");
            assertThat(diary.host.parked("k")).isEmpty();
        }

        @Test
        void a_finished_instance_is_not_written() {
            diary.owes("x 2", new Finish());
            diary.deliver("x", 2);
            diary.faults.forgetCalls();

            diary.deliver("x", 3);

            assertThat(diary.faults.calls()).containsExactly("load process k");
        }
    }

    @Nested
    class BeforeTheStart {
        @Test
        void an_event_is_remembered_and_handled_after_the_home_and_before_the_starting_input() {
            diary.history("x", "early");
            diary.history("k", "home");
            diary.deliver("x", 2);
            assertThat(diary.instance().hasStarted()).isFalse();

            diary.bus("bus");

            assertThat(diary.lines()).containsExactly("k opened", "k home", "x early", "bus");
            diary.deliver("x", 2);
            assertThat(diary.lines()).hasSize(4);
        }

        /// Account `x` is closed already and accepts the command without an event. Without the
        /// remembered event the process would wait forever.
        @Test
        void a_command_that_changes_nothing_leaves_no_process_waiting() {
            diary.history("x");
            diary.close("x");
            diary.deliver("x", 2);
            diary.owes("bus", new Send<>(Account.TYPE, "x", new CloseAccount()));

            diary.bus("bus");

            assertThat(diary.notes("x")).containsExactly("opened", "closed");
            assertThat(diary.lines()).containsExactly("x closed", "bus");
        }

        @Test
        void an_instance_that_only_remembers_events_is_not_due() {
            diary.history("x", "early");
            diary.deliver("x", 2);

            assertThat(diary.instance().due(diary.clock.instant())).isNull();
        }

        @Test
        void a_source_may_ignore_events_before_the_start() {
            diary.history("x", "early");
            var ignoring = diary.subscribedTo(Diary.ACCOUNTS.ignoringBeforeStart());
            ignoring.handle(account("x"), diary.commits("x", 2));
            diary.bus("bus");

            assertThat(diary.lines()).containsExactly("bus");
        }

        /// The instance has not started when the commit is delivered: it is parked at another
        /// input.
        @Test
        void a_source_that_ignores_them_keeps_the_commit_that_starts_the_instance() {
            diary.history("x", "go");
            diary.broken.add("bus");
            diary.bus("bus");
            var ignoring = diary.subscribedTo(Diary.ACCOUNTS.ignoringBeforeStart());
            ignoring.handle(account("x"), diary.commits("x", 2));

            ignoring.skip("k", "bus", "nobody needs it");

            assertThat(diary.lines()).containsExactly("x go");
        }

        @Test
        void a_skipped_commit_does_not_start_the_instance() {
            diary.history("x", "go");
            diary.broken.add("x go");
            diary.deliver("x", 2);

            diary.host.skip("k", "Account#x/2", "nobody needs it");

            assertThat(diary.instance().hasStarted()).isFalse();
            assertThat(diary.host.parked("k")).isEmpty();
        }

        @Test
        void a_commit_that_starts_the_instance_is_kept_before_the_journal_of_its_home_is_read() {
            diary.history("k", "home");
            diary.history("x", "go");
            diary.faults.forgetCalls();

            diary.deliver("x", 2);

            assertThat(diary.lines()).containsExactly("k opened", "k home", "x go");
            assertThat(diary.faults.calls())
                    .startsWith("load process k", "save process k 1")
                    .endsWith("read k 0", "read x 1", "save process k 2");
        }

        @Test
        void without_a_home_one_write_starts_it() {
            diary.history("x", "early", "go");
            var homeless =
                    diary.subscribedTo(
                            Source.other(Diary.ACCOUNTS.type(), Diary.ACCOUNTS.routing()));
            homeless.handle(account("x"), diary.commits("x", 2));
            diary.faults.forgetCalls();

            homeless.handle(account("x"), diary.commits("x", 3));

            assertThat(diary.lines()).containsExactly("x early", "x go");
            assertThat(diary.faults.calls())
                    .filteredOn(call -> call.startsWith("save"))
                    .containsExactly("save process k 2");
        }
    }
}
