package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.Bank.deposit;
import static dev.millrace.eventsourcing.Bank.open;
import static dev.millrace.eventsourcing.Bank.opened;
import static dev.millrace.eventsourcing.testkit.Account.Rejection.NOT_OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.RecordedIncidents;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class StepRunnerTest {

    /// Whoever opens an account is welcomed with two deposits on account `a`; where that is not
    /// open yet, it is opened first, and gets one.
    private final class Welcome implements Step<Account.Event, Account.Command, Account.Rejection> {
        @Override
        public String name() {
            return "welcome";
        }

        @Override
        public List<Send<Account.Command>> on(String entityId, Account.Event event) {
            return event instanceof AccountOpened
                    ? List.of(new Send<>("a", deposit(1)), new Send<>("a", deposit(1)))
                    : List.of();
        }

        @Override
        public List<Send<Account.Command>> refused(
                Send<Account.Command> send, Account.Rejection reason) {
            refusals.add(send.command() + " " + reason);
            return List.of(new Send<>("a", open()));
        }

        @Override
        public boolean expects(Send<Account.Command> send, Account.Rejection reason) {
            return expected.contains(reason);
        }
    }

    private final Bank bank = new Bank();
    private final List<String> refusals = new ArrayList<>();
    private final Set<Account.Rejection> expected = EnumSet.noneOf(Account.Rejection.class);
    private final RecordedIncidents incidents = new RecordedIncidents();
    private final Commit<Account.Event> opening =
            Commits.commit("new", 7, new AccountOpened("Eve"), new AccountOpened("Eve"));

    @Nested
    class WhenItsCommandsAreAccepted {
        WhenItsCommandsAreAccepted() {
            bank.grow(1);
        }

        @Test
        void each_event_and_each_position_sends_a_command_of_its_own() {
            runner().run(opening);

            assertThat(bank.a().state()).isEqualTo(opened(4));
            assertThat(bank.journal.read("a", 1))
                    .extracting(Commit::commandId)
                    .containsExactly(
                            Ids.of("welcome", "new/7/0", "0", "Deposit"),
                            Ids.of("welcome", "new/7/0", "1", "Deposit"),
                            Ids.of("welcome", "new/7/1", "0", "Deposit"),
                            Ids.of("welcome", "new/7/1", "1", "Deposit"));
        }

        @Test
        void they_tell_who_sent_them_and_why() {
            runner().run(opening);

            assertThat(bank.journal.read("a", 1))
                    .extracting(Commit::by, Commit::correlationId, Commit::causationId)
                    .contains(
                            tuple("welcome Deposit", "correlation", "new/7/0"),
                            tuple("welcome Deposit", "correlation", "new/7/1"));
        }

        @Test
        void what_is_delivered_again_changes_nothing() {
            var warm = runner();
            warm.run(opening);
            bank.grow(10);
            var before = bank.a();

            warm.run(opening);
            runner().run(opening);

            assertThat(bank.a()).isEqualTo(before);
        }

        @Test
        void what_was_cut_short_is_finished_when_it_is_delivered_again() {
            bank.faults.failAfter(3);
            assertThatExceptionOfType(Outage.class).isThrownBy(() -> runner().run(opening));

            runner().run(opening);

            assertThat(bank.a().state()).isEqualTo(opened(4));
        }

        @Test
        void an_event_that_no_journal_holds_is_known_by_the_id_it_is_given() {
            runner().run("new", new AccountOpened("Eve"), "bus-event", "request");
            runner().run("new", new AccountOpened("Eve"), "bus-event", "request");

            assertThat(bank.a().state()).isEqualTo(opened(2));
            assertThat(bank.journal.read("a", 2))
                    .extracting(Commit::commandId, Commit::correlationId, Commit::causationId)
                    .containsExactly(
                            tuple(
                                    Ids.of("welcome", "bus-event", "1", "Deposit"),
                                    "request",
                                    "bus-event"));
        }
    }

    @Nested
    class WhenACommandIsRefused {

        @Test
        void the_step_hears_of_it_and_what_it_sends_then_was_caused_by_the_refused_command() {
            runner().run("new", new AccountOpened("Eve"), "bus-event", "request");

            var refused = Ids.of("welcome", "bus-event", "0", "Deposit");
            assertThat(refusals).containsExactly(deposit(1) + " " + NOT_OPEN);
            assertThat(bank.journal.read("a", 0))
                    .extracting(Commit::commandId, Commit::correlationId, Commit::causationId)
                    .containsExactly(
                            tuple(
                                    Ids.of("welcome", refused, "0", "OpenAccount"),
                                    "request",
                                    refused),
                            tuple(
                                    Ids.of("welcome", "bus-event", "1", "Deposit"),
                                    "request",
                                    "bus-event"));
        }
    }

    @Test
    void a_refusal_that_it_does_not_expect_is_told_besides() {
        runner().run("new", new AccountOpened("Eve"), "bus-event", "request");

        assertThat(refusals).hasSize(1);
        assertThat(incidents.lines()).containsExactly("refused welcome Deposit Account#a NOT_OPEN");
    }

    @Test
    void one_that_it_expects_is_not() {
        expected.add(NOT_OPEN);
        runner().run("new", new AccountOpened("Eve"), "bus-event", "request");

        assertThat(refusals).hasSize(1);
        assertThat(incidents.lines()).isEmpty();
    }

    private StepRunner<Account.Event, Account.Command, Account.Rejection> runner() {
        return new StepRunner<>(new Welcome(), bank.instance(), incidents);
    }
}
