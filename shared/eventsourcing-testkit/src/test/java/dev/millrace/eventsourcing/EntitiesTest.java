package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.Bank.accepted;
import static dev.millrace.eventsourcing.Bank.deposit;
import static dev.millrace.eventsourcing.Bank.open;
import static dev.millrace.eventsourcing.Bank.opened;
import static dev.millrace.eventsourcing.Bank.rejected;
import static dev.millrace.eventsourcing.Bank.trace;
import static dev.millrace.eventsourcing.Decision.accept;
import static dev.millrace.eventsourcing.testkit.Account.Rejection.ALREADY_OPEN;
import static dev.millrace.eventsourcing.testkit.Account.Rejection.NOT_OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountClosed;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.PaidOut;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What a command does, and which calls it costs.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EntitiesTest {
    private final Bank bank = new Bank();

    @Test
    void a_command_is_written_as_one_commit_with_its_sender_and_its_cause() {
        var accounts = bank.warmInstance();
        accounts.send("a", deposit(5), trace("deposit"));
        bank.clock.advance(Duration.ofMinutes(1));

        accounts.send("a", new CloseAccount(), new Trace("close", "teller", "request", "deposit"));

        assertThat(bank.journal.read("a", 2))
                .containsExactly(
                        new Commit<>(
                                "a",
                                3,
                                List.of(new PaidOut(BigDecimal.valueOf(5)), new AccountClosed()),
                                bank.clock.instant(),
                                "close",
                                "teller CloseAccount",
                                "request",
                                "deposit"));
    }

    @Nested
    class WhenWarm {
        private final Entities<Account, Account.Command, Account.Event, Account.Rejection>
                accounts = bank.warmInstance();

        @Test
        void a_command_costs_one_append() {
            assertThat(accounts.send("a", deposit(5), trace("1")))
                    .isEqualTo(accepted(opened(5), 2));
            assertThat(accounts.send("a", deposit(5), trace("2")))
                    .isEqualTo(accepted(opened(10), 3));

            assertThat(bank.faults.calls()).containsExactly("append a 2", "append a 3");
        }

        @Test
        void a_rejection_by_cached_state_is_decided_again_on_the_stored_state() {
            accounts.send("b", deposit(5), trace("too-early"));
            bank.others.send("b", open(), trace("open-b"));
            bank.faults.forgetCalls();

            assertThat(accounts.send("b", deposit(5), trace("1")))
                    .isEqualTo(accepted(opened(5), 2));
            assertThat(bank.faults.calls()).containsExactly("load b", "append b 2");
        }

        @Test
        void a_confirmed_rejection_costs_one_load() {
            accounts.send("b", deposit(5), trace("1"));
            bank.faults.forgetCalls();

            assertThat(accounts.send("b", deposit(5), trace("2"))).isEqualTo(rejected(NOT_OPEN));
            assertThat(bank.faults.calls()).containsExactly("load b");
        }

        @Test
        void an_acceptance_without_events_costs_one_load() {
            accounts.send("a", new CloseAccount(), trace("close"));
            bank.faults.forgetCalls();

            assertThat(accounts.send("a", new CloseAccount(), trace("again")))
                    .isEqualTo(accepted(new Account.Closed("Ada"), 2));
            assertThat(bank.faults.calls()).containsExactly("load a");
        }
    }

    @Nested
    class WhenCold {
        private final Entities<Account, Account.Command, Account.Event, Account.Rejection>
                accounts = bank.instance();

        @Test
        void a_command_costs_one_load_and_one_append() {
            bank.grow(250);

            assertThat(accounts.send("a", deposit(5), trace("1")))
                    .isEqualTo(accepted(opened(254), 251));
            assertThat(bank.faults.calls()).containsExactly("load a", "append a 251");
        }

        @Test
        void a_rejection_costs_one_load() {
            assertThat(accounts.send("a", deposit(5), trace("1"))).isEqualTo(rejected(NOT_OPEN));
            assertThat(bank.faults.calls()).containsExactly("load a");
        }
    }

    @Nested
    class WhenItBegins {

        @Test
        void it_costs_one_append() {
            assertThat(bank.instance().send("a", open(), trace("open")))
                    .isEqualTo(accepted(opened(0), 1));
            assertThat(bank.faults.calls()).containsExactly("append a 1");
        }

        @Test
        void a_repeat_gets_its_first_answer_even_after_later_commits() {
            var warm = bank.warmInstance();
            bank.grow(5);
            warm.send("a", deposit(1), trace("6"));
            bank.faults.forgetCalls();

            assertThat(warm.send("a", open(), trace("open"))).isEqualTo(accepted(opened(0), 1));
            assertThat(bank.instance().send("a", open(), trace("open")))
                    .isEqualTo(accepted(opened(0), 1));
            assertThat(bank.faults.calls()).containsExactly("append a 1", "append a 1");
        }

        @Test
        void a_repeat_does_not_reset_the_cached_state() {
            var warm = bank.warmInstance();
            warm.send("a", deposit(1), trace("2"));
            warm.send("a", open(), trace("open"));
            bank.faults.forgetCalls();

            warm.send("a", deposit(1), trace("3"));

            assertThat(bank.faults.calls()).containsExactly("append a 3");
        }

        @Test
        void another_opening_is_rejected_without_a_read() {
            var warm = bank.warmInstance();
            bank.grow(5);

            assertThat(warm.send("a", open(), trace("other"))).isEqualTo(rejected(ALREADY_OPEN));
            assertThat(bank.instance().send("a", open(), trace("other")))
                    .isEqualTo(rejected(ALREADY_OPEN));
            assertThat(bank.faults.calls()).containsExactly("append a 1", "append a 1");
            assertThat(bank.a().version()).isEqualTo(5);
        }

        @Test
        void a_beginning_command_that_existing_entities_accept_is_a_defect_of_the_type() {
            var careless =
                    new EntityType<Account, Account.Command, Account.Event, Account.Rejection>(
                            "Account",
                            new Decider<>(
                                    new Account.None(),
                                    (_, _) -> accept(new AccountOpened("Ada")),
                                    (_, _) -> new Account.Open("Ada", BigDecimal.ZERO)),
                            _ -> true,
                            Account.TYPE.commands(),
                            Account.TYPE.events(),
                            Account.TYPE.states(),
                            1);
            var accounts =
                    new Entities<>(
                            careless, bank.journal, bank.clock, _ -> {}, CommandListener.NONE);
            accounts.send("a", open(), trace("open"));

            assertThatIllegalStateException()
                    .isThrownBy(() -> accounts.send("a", open(), trace("other")))
                    .withMessageContaining("OpenAccount begins an entity");
        }
    }
}
