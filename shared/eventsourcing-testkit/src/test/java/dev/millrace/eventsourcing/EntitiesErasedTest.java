package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Command.CloseAccount;
import dev.millrace.eventsourcing.testkit.Account.Command.Deposit;
import dev.millrace.eventsourcing.testkit.Account.Command.OpenAccount;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.InMemoryJournal;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands to an erased account, from a function that has cached the open account as it was after
/// any of its commits.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EntitiesErasedTest {
    private static final Account.Command DEPOSIT = new Deposit(BigDecimal.ONE, null);

    private final InMemoryJournal<Account, Account.Event> journal =
            new InMemoryJournal<>(Account.TYPE);
    private final Entities<Account, Account.Command, Account.Event, Account.Rejection> accounts =
            new Entities<>(
                    Account.TYPE,
                    journal,
                    InstantSource.fixed(Commits.BEGINNING),
                    _ -> {},
                    CommandListener.NONE);
    private int commands;

    EntitiesErasedTest() {
        journal.append(commit("a", 1, new AccountOpened("Ada")), null);
        journal.append(commit("a", 2, new Deposited(BigDecimal.ONE, null)), null);
        journal.append(commit("a", 3, new Deposited(BigDecimal.TEN, null)), null);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void commands_change_nothing(int known) {
        journal.read("a", 0, known).forEach(accounts::learn);
        erase();

        assertIsErased();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void commands_change_nothing_after_the_function_learned_of_the_erasure(int known) {
        journal.read("a", 0, known).forEach(accounts::learn);
        erase();
        journal.read("a", 0).reversed().forEach(accounts::learn);

        assertIsErased();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void commands_change_nothing_while_the_commits_are_being_overwritten(int left) {
        journal.read("a", 0).forEach(accounts::learn);
        append(4);
        for (var seq = 3; seq > left; seq--) overwrite(seq);

        for (var command : List.of(DEPOSIT, new CloseAccount())) {
            assertThat(send(command)).isEqualTo(new Outcome.Erased<>());
        }
        assertThat(journal.read("a", 0)).hasSize(4);
    }

    private void erase() {
        append(4);
        for (var seq = 3; seq > 0; seq--) overwrite(seq);
    }

    private void append(long seq) {
        journal.append(Commit.erased("a", seq, Commits.BEGINNING), null);
    }

    private void overwrite(long seq) {
        journal.overwrite(Commit.erased("a", seq, Commits.BEGINNING));
    }

    private void assertIsErased() {
        for (var command : List.of(DEPOSIT, new CloseAccount(), new OpenAccount("Ada"), DEPOSIT)) {
            assertThat(send(command)).isEqualTo(new Outcome.Erased<>());
        }
        assertThat(journal.read("a", 0)).hasSize(4).allMatch(Commit::isErased);
    }

    private Outcome<Account, Account.Rejection> send(Account.Command command) {
        return accounts.send("a", command, new Trace("c" + commands++, "http", "request", null));
    }
}
