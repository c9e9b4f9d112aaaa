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

/// What a command does and what it costs.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EntitiesTest {
    private final Bank bank = new Bank();

    @Test
    void a_command_is_written_as_one_commit_that_says_where_it_came_from() {
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
        void a_rejection_is_made_again_on_what_is_read_before_it_is_believed() {
            accounts.send("b", deposit(5), trace("too-early"));
            bank.others.send("b", open(), trace("open-b"));
            bank.faults.forgetCalls();

            assertThat(accounts.send("b", deposit(5), trace("1")))
                    .isEqualTo(accepted(opened(5), 2));
            assertThat(bank.faults.calls()).containsExactly("load b", "append b 2");
        }

        @Test
        void a_rejection_that_stands_costs_one_load() {
            accounts.send("b", deposit(5), trace("1"));
            bank.faults.forgetCalls();

            assertThat(accounts.send("b", deposit(5), trace("2"))).isEqualTo(rejected(NOT_OPEN));
            assertThat(bank.faults.calls()).containsExactly("load b");
        }

        @Test
        void nothing_to_do_is_read_before_it_is_believed() {
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
        void a_repeat_is_answered_as_the_first_time_however_far_it_is() {
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
        void a_repeat_does_not_wind_back_what_is_known() {
            var warm = bank.warmInstance();
            warm.send("a", deposit(1), trace("2"));
            warm.send("a", open(), trace("open"));
            bank.faults.forgetCalls();

            warm.send("a", deposit(1), trace("3"));

            assertThat(bank.faults.calls()).containsExactly("append a 3");
        }

        @Test
        void another_one_is_rejected_with_nothing_read() {
            var warm = bank.warmInstance();
            bank.grow(5);

            assertThat(warm.send("a", open(), trace("other"))).isEqualTo(rejected(ALREADY_OPEN));
            assertThat(bank.instance().send("a", open(), trace("other")))
                    .isEqualTo(rejected(ALREADY_OPEN));
            assertThat(bank.faults.calls()).containsExactly("append a 1", "append a 1");
            assertThat(bank.a().version()).isEqualTo(5);
        }

        @Test
        void one_that_existing_entities_accept_is_a_defect_of_the_type() {
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
