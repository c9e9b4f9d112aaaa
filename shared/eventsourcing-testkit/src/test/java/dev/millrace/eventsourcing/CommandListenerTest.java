package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.Bank.deposit;
import static dev.millrace.eventsourcing.Bank.open;
import static dev.millrace.eventsourcing.Bank.trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.FaultyJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// A listener gets each outcome once, each lost race once, and the duration of the command.
@DisplayNameGeneration(ReplaceUnderscores.class)
class CommandListenerTest {
    private final Bank bank = new Bank();
    private final List<String> received = new ArrayList<>();
    private final Entities<Account, Account.Command, Account.Event, Account.Rejection> accounts =
            new Entities<>(
                    Account.TYPE,
                    new FaultyJournal<>(bank.journal, bank.faults),
                    bank.clock,
                    retry -> bank.clock.advance(Duration.ofMillis(100L * retry)),
                    new Heard());

    private final class Heard implements CommandListener {
        @Override
        public void decided(
                String entity, String command, Trace trace, Outcome<?, ?> outcome, Duration took) {
            var what = outcome instanceof Outcome.Accepted ? "accepted" : "rejected";
            received.add(
                    "%s %s %s %s in %s".formatted(entity, command, trace.commandId(), what, took));
        }

        @Override
        public void conflicted(String entity, String command, Trace trace) {
            received.add("%s %s of %s conflicted".formatted(entity, command, trace.commandId()));
        }
    }

    @Test
    void a_command_without_a_conflict_is_reported_once() {
        accounts.send("a", open(), trace("open"));
        accounts.send("b", deposit(1), trace("nobody's"));

        assertThat(received)
                .containsExactly(
                        "Account#a OpenAccount open accepted in PT0S",
                        "Account#b Deposit nobody's rejected in PT0S");
    }

    @Test
    void each_lost_race_is_reported_and_counts_in_the_duration() {
        accounts.send("a", open(), trace("open"));
        received.clear();
        bank.grow(40);
        bank.faults.forgetCalls();
        bank.faults.meanwhile(2, () -> bank.grow(41));

        accounts.send("a", deposit(5), trace("own"));

        assertThat(received)
                .containsExactly(
                        "Account#a Deposit of own conflicted",
                        "Account#a Deposit of own conflicted",
                        "Account#a Deposit own accepted in PT0.1S");
    }

    @Test
    void a_command_that_loses_every_race_reports_its_conflicts_but_no_outcome() {
        accounts.send("a", open(), trace("open"));
        received.clear();
        bank.faults.forgetCalls();
        for (var call = 1; call <= 30; call++) {
            bank.faults.meanwhile(call, () -> bank.grow(bank.journal.read("a", 0).size() + 1));
        }

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> accounts.send("a", deposit(5), trace("own")));

        assertThat(received)
                .hasSize(Conflicts.MOST)
                .containsOnly("Account#a Deposit of own conflicted");
    }
}
