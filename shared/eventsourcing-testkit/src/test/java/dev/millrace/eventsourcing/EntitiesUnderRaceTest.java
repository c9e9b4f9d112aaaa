package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.Bank.accepted;
import static dev.millrace.eventsourcing.Bank.deposit;
import static dev.millrace.eventsourcing.Bank.open;
import static dev.millrace.eventsourcing.Bank.opened;
import static dev.millrace.eventsourcing.Bank.rejected;
import static dev.millrace.eventsourcing.Bank.trace;
import static dev.millrace.eventsourcing.testkit.Account.Rejection.NOT_OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Several writers on one entity.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EntitiesUnderRaceTest {
    private final Bank bank = new Bank();

    @Test
    void the_loser_of_a_race_decides_again_on_the_winners_state() {
        var accounts = bank.warmInstance();
        bank.faults.meanwhile(1, () -> bank.others.send("a", deposit(3), trace("other")));

        assertThat(accounts.send("a", deposit(5), trace("own"))).isEqualTo(accepted(opened(8), 3));
        assertThat(bank.faults.calls()).containsExactly("append a 2", "append a 3");
        assertThat(bank.pauses).isEmpty();
    }

    @Test
    void the_loser_of_a_race_may_be_rejected() {
        var accounts = bank.warmInstance();
        bank.faults.meanwhile(1, () -> bank.others.send("a", new CloseAccount(), trace("other")));

        assertThat(accounts.send("a", deposit(5), trace("own"))).isEqualTo(rejected(NOT_OPEN));
        assertThat(bank.faults.calls()).containsExactly("append a 2", "load a");
    }

    @Test
    void after_two_lost_races_a_command_waits_and_loads() {
        var accounts = bank.warmInstance();
        bank.grow(40);
        bank.faults.meanwhile(2, () -> bank.grow(41));

        assertThat(accounts.send("a", deposit(5), trace("own")))
                .isEqualTo(accepted(opened(45), 42));
        assertThat(bank.faults.calls())
                .containsExactly("append a 2", "append a 3", "load a", "append a 42");
        assertThat(bank.pauses).containsExactly(1);
    }

    @Test
    void a_command_that_loses_every_race_ends_with_an_outage() {
        var accounts = bank.warmInstance();
        for (var call = 1; call <= 100; call++)
            bank.faults.meanwhile(call, () -> bank.grow((int) bank.a().version() + 1));

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> accounts.send("a", deposit(5), trace("own")))
                .withMessage("Account#a: Deposit lost 10 races in a row; try it again");

        assertThat(bank.faults.calls().stream().filter(call -> call.startsWith("append")))
                .hasSize(Conflicts.MOST);
        assertThat(bank.pauses).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(bank.a().hasApplied("own")).isFalse();
    }

    @Test
    void only_one_of_many_opens_an_account() throws Exception {
        var openers =
                IntStream.range(0, 8)
                        .<Callable<Outcome<?, ?>>>mapToObj(
                                n -> () -> bank.others.send("a", open(), trace("open-" + n)))
                        .toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes = threads.invokeAll(openers).stream().map(Future::resultNow).toList();

            assertThat(outcomes.stream().filter(Outcome.Accepted.class::isInstance)).hasSize(1);
            assertThat(outcomes.stream().filter(Outcome.Rejected.class::isInstance)).hasSize(7);
        }
    }

    @Test
    void no_command_of_two_instances_is_lost_or_applied_twice() throws Exception {
        bank.grow(1);
        var instances = List.of(bank.others, bank.undisturbed());
        var writers =
                IntStream.range(0, 4)
                        .mapToObj(n ->
                                Executors.callable(
                                        () -> depositOften(instances.get(n % 2), "w" + n)))
                        .toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.invokeAll(writers).forEach(Future::resultNow);
        }

        assertThat(bank.a().state()).isEqualTo(opened(200));
        assertThat(bank.a().version()).isEqualTo(201);
    }

    private static void depositOften(Entities<?, Account.Command, ?, ?> accounts, String writer) {
        for (var n = 0; n < 50; n++) depositAtLast(accounts, trace(writer + "-" + n));
    }

    /// Sends the same command again after an outage.
    private static void depositAtLast(Entities<?, Account.Command, ?, ?> accounts, Trace trace) {
        try {
            accounts.send("a", deposit(1), trace);
        } catch (Outage lostTooOften) {
            depositAtLast(accounts, trace);
        }
    }
}
