package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.Bank.accepted;
import static dev.millrace.eventsourcing.Bank.deposit;
import static dev.millrace.eventsourcing.Bank.open;
import static dev.millrace.eventsourcing.Bank.opened;
import static dev.millrace.eventsourcing.Bank.trace;
import static dev.millrace.eventsourcing.Snapshot.INTERVAL;
import static dev.millrace.eventsourcing.Snapshot.REMEMBERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.eventsourcing.testkit.Account;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A command is applied once, however often it is sent, and even if its answers are lost.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EntitiesRepeatTest {
    private final Bank bank = new Bank();

    @Test
    void a_warm_instance_recognises_a_repeat_without_a_call() {
        var accounts = bank.warmInstance();
        accounts.send("a", deposit(5), trace("deposit"));
        bank.faults.forgetCalls();

        assertThat(accounts.send("a", deposit(5), trace("deposit")))
                .isEqualTo(accepted(opened(5), 2));
        assertThat(bank.faults.calls()).isEmpty();
    }

    @Test
    void a_cold_instance_recognises_a_repeat_by_one_load() {
        bank.warmInstance().send("a", deposit(5), trace("deposit"));
        bank.grow(4);
        bank.faults.forgetCalls();

        assertThat(bank.instance().send("a", deposit(5), trace("deposit")))
                .isEqualTo(accepted(opened(7), 4));
        assertThat(bank.faults.calls()).containsExactly("load a");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, INTERVAL - 1, INTERVAL, INTERVAL + 1, REMEMBERED, REMEMBERED + 1})
    void an_id_is_remembered_for_a_hundred_commits(int seq) {
        bank.grow(seq - 1);
        bank.others.send("a", deposit(5), trace("deposit"));
        bank.grow(seq + REMEMBERED - 1);

        assertThat(bank.instance().send("a", deposit(5), trace("deposit")))
                .isEqualTo(accepted(opened(seq + REMEMBERED + 2), seq + REMEMBERED - 1));
        assertThat(bank.a().version()).isEqualTo(seq + REMEMBERED - 1);
    }

    @Test
    void the_rules_decide_an_older_repeat() {
        bank.grow(1);
        bank.others.send("a", deposit(5), trace("deposit"));
        bank.grow(2 + REMEMBERED);

        bank.instance().send("a", deposit(5), trace("deposit"));

        assertThat(bank.a().version()).isEqualTo(3 + REMEMBERED);
    }

    @Test
    void a_write_whose_answer_was_lost_is_recognised_by_its_conflict() {
        var accounts = bank.warmInstance();
        loseAnswer(accounts);

        assertThat(accounts.send("a", deposit(5), trace("deposit")))
                .isEqualTo(accepted(opened(5), 2));
        assertThat(bank.faults.calls()).containsExactly("append a 2", "append a 2");
    }

    @Test
    void a_write_whose_answer_was_lost_is_recognised_by_a_cold_instance() {
        loseAnswer(bank.warmInstance());
        bank.grow(3);

        assertThat(bank.instance().send("a", deposit(5), trace("deposit")))
                .isEqualTo(accepted(opened(6), 3));
        assertThat(bank.faults.calls()).containsExactly("append a 2", "load a");
    }

    @Test
    void a_first_commit_whose_answer_was_lost_is_recognised_by_its_conflict() {
        bank.faults.failAfter(1);
        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> bank.instance().send("a", open(), trace("open")));

        assertThat(bank.instance().send("a", open(), trace("open")))
                .isEqualTo(accepted(opened(0), 1));
    }

    /// Without a fault, both commands make five calls: load, append, a second append after a lost
    /// race, load, append.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void a_fault_at_any_call_loses_no_command_and_applies_none_twice(int call) {
        for (var effect : List.of(false, true)) {
            var bank = new Bank();
            bank.grow(1);
            bank.faults.meanwhile(2, () -> bank.grow(2));
            if (effect) bank.faults.failAfter(call);
            else bank.faults.failBefore(call);

            var faults = sendUntilAnswered(bank, "first") + sendUntilAnswered(bank, "second");

            assertThat(faults).isEqualTo(1);
            assertThat(bank.a().state()).isEqualTo(opened(11));
        }
    }

    private void loseAnswer(
            Entities<Account, Account.Command, Account.Event, Account.Rejection> accounts) {
        bank.faults.failAfter(1);
        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> accounts.send("a", deposit(5), trace("deposit")));
    }

    /// @return how often the command had to be sent again
    private static int sendUntilAnswered(Bank bank, String id) {
        var accounts = bank.instance();
        for (var faults = 0; ; faults++) {
            try {
                accounts.send("a", deposit(5), trace(id));
                return faults;
            } catch (Outage injected) {
                assertThat(faults).isZero();
            }
        }
    }
}
