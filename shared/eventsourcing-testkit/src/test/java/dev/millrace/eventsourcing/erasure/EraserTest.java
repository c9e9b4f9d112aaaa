package dev.millrace.eventsourcing.erasure;

import static dev.millrace.eventsourcing.erasure.SavingsBank.A;
import static dev.millrace.eventsourcing.erasure.SavingsBank.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.View;
import dev.millrace.eventsourcing.ViewStore.Deleted;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.process.Eraser.Result;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.InMemoryViewStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Erases an account, whose owner's data must be removed.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EraserTest {
    private final SavingsBank bank = new SavingsBank();

    @Nested
    class Once_it_is_closed {
        private final SavingsBank.Function warm = bank.function();

        private final SavingsBank.Function opened = bank.function();

        Once_it_is_closed() {
            opened.open();
            warm.deposit();
            warm.close();
            warm.deliver();
        }

        @Test
        void no_data_of_its_owner_remains_and_its_numbers_stay_taken() {
            assertThat(bank.kept().toString()).contains(ADA);

            assertThat(bank.function().erase()).isEqualTo(new Result.Erased(3));

            assertThat(bank.kept().toString()).doesNotContain(ADA).doesNotContain("request");
            assertThat(bank.commits()).hasSize(4).allMatch(Commit::isErased);
            assertThat(bank.listed).containsExactly(A);
        }

        @Test
        void a_function_that_cached_an_older_state_answers_erased_and_writes_nothing() {
            var cold = bank.function();
            bank.function().erase();
            var after = bank.kept();

            for (var function : List.of(warm, opened, cold, bank.function())) {
                assertThat(function.deposit()).isEqualTo(new Outcome.Erased<>());
                assertThat(function.close()).isEqualTo(new Outcome.Erased<>());
                assertThat(function.open()).isEqualTo(new Outcome.Erased<>());
                assertThat(function.owner()).isNull();
            }
            assertThat(bank.kept()).isEqualTo(after);
        }

        @Test
        void redelivered_records_change_nothing() {
            bank.stream();
            bank.function().erase();
            var after = bank.kept();

            warm.deliver();
            bank.function().deliver();
            bank.function().fromJournal();
            bank.function().rebuild();

            assertThat(bank.kept()).isEqualTo(after);
            assertThat(bank.world.published().messages()).isEmpty();
        }

        @Test
        void a_rebuilt_view_has_no_row_of_it() {
            bank.function().erase();
            var rows = new InMemoryViewStore<String>();

            new View<>(bank.owners.rows(), rows, bank.world.commits(Account.TYPE)).rebuild("a");

            assertThat(rows.load("a")).isEqualTo(new Deleted<>(4));
        }

        @Test
        void state_that_its_process_must_remember_stays() {
            bank.function().gift("g1");
            bank.clock.advance(Duration.ofDays(1));
            bank.function().sweep();
            bank.function().erase();

            assertThat(bank.kept().toString()).contains("gifts=[g1]").doesNotContain(ADA);
        }

        @Test
        void a_process_that_had_no_instance_may_still_start() {
            var late = new SavingsBank();
            late.function().open();
            late.function().close();
            late.function().erase();

            late.function().deliver();
            assertThat(late.kept().toString()).contains("savings a=[{Account#a=3}, null, []]");
            late.function().gift("g1");

            assertThat(late.kept().toString()).contains("gifts=[g1]").doesNotContain(ADA);
        }

        @Test
        void a_second_erasure_finds_a_timer_that_was_set_since() {
            bank.function().erase();
            bank.function().gift("g1");

            assertThat(bank.function().erase())
                    .isInstanceOfSatisfying(
                            Result.Needed.class,
                            needed ->
                                    assertThat(needed.tasks())
                                            .singleElement()
                                            .asString()
                                            .startsWith("savings a has a timer at 2026-03-02T12:"));
            bank.clock.advance(Duration.ofDays(1));
            bank.function().sweep();
            assertThat(bank.function().erase()).isEqualTo(new Result.Erased(3));
        }

        @Test
        void without_time_for_all_commits_the_next_call_continues() {
            assertThat(bank.function().eraseFew(1)).isEqualTo(new Result.Unfinished(3, 2));
            assertThat(String.valueOf(bank.kept().get("owners a"))).contains(ADA);
            assertThat(bank.function().eraseFew(1)).isEqualTo(new Result.Unfinished(3, 1));
            assertThat(bank.function().eraseFew(1)).isEqualTo(new Result.Erased(3));

            assertThat(bank.kept().toString()).doesNotContain(ADA);
        }

        @Test
        void the_reason_of_a_skip_is_erased_too() {
            parkAndSkip();
            assertThat(bank.kept().toString()).contains("by phone");

            bank.function().erase();

            assertThat(bank.kept().toString()).contains("what=Account#a/2").doesNotContain(ADA);
        }

        /// As after a restore of the processes alone.
        @Test
        void data_that_comes_back_is_erased_by_the_next_call() {
            bank.function().erase();
            parkAndSkip();

            bank.function().erase();

            assertThat(bank.kept().toString()).doesNotContain(ADA);
        }

        private void parkAndSkip() {
            bank.broken.add("closing");
            bank.function().deliver(bank.stream().subList(1, 2));
            bank.function().skip("closing", "Account#a/2", "Account#a/2");
        }

        @Test
        void a_row_that_is_ahead_of_the_journal_is_erased_too() {
            bank.world.rows(bank.owners).replace("a", new Row<>(ADA, 7));

            bank.function().erase();

            assertThat(bank.world.rows(bank.owners).load("a")).isEqualTo(new Deleted<>(7));
        }

        @Test
        void a_trial_writes_nothing() {
            var before = bank.kept();

            assertThat(bank.function().erase(true)).isEqualTo(new Result.Erasable(3));

            assertThat(bank.kept()).isEqualTo(before);
            assertThat(bank.listed).isEmpty();
        }
    }

    @Nested
    class It_is_kept {
        @Test
        void while_it_is_open() {
            bank.function().open();
            bank.function().deliver();

            assertNeeded("it is open");
        }

        @Test
        void while_a_process_has_not_handled_all_its_commits() {
            bank.function().open();
            bank.function().deliver();
            bank.function().close();

            assertNeeded("savings a has handled commits up to 1 only");
        }

        @Test
        void while_a_process_has_a_timer() {
            bank.closed().function().gift("g1");

            assertNeeded("savings a has a timer at 2026-03-02T12:00:00.123456789Z");
        }

        @Test
        void while_anything_of_it_is_parked() {
            bank.broken.addAll(Set.of("closing", "owners"));
            bank.closed();

            assertNeeded(
                    "owners Account#a is parked at Account#a/3",
                    "closing Account#a/1 is parked at Account#a/1",
                    "closing Account#a/2 is parked at Account#a/2",
                    "closing Account#a/3 is parked at Account#a/3");
        }

        private void assertNeeded(String... tasks) {
            var before = bank.kept();
            assertThat(bank.function().erase()).isEqualTo(new Result.Needed(false, List.of(tasks)));
            assertThat(bank.kept()).isEqualTo(before);
            assertThat(bank.listed).isEmpty();
        }
    }

    /// The account was erased once, and a restore has opened it again.
    @Test
    void an_open_account_on_the_list_is_erased() {
        bank.function().open();
        bank.function().deliver();
        bank.listed.add(A);

        assertThat(bank.function().erase()).isEqualTo(new Result.Erased(1));
    }

    @Test
    void an_account_without_commits_is_unknown() {
        assertThat(bank.function().erase()).isEqualTo(new Result.Unknown());
    }
}
