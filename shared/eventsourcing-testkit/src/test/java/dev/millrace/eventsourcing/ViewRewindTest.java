package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.ViewStore.Deleted;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.FaultyJournal;
import dev.millrace.eventsourcing.testkit.FaultyViewStore;
import dev.millrace.eventsourcing.testkit.InMemoryJournal;
import dev.millrace.eventsourcing.testkit.InMemoryViewStore;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Rows that contain commits which a restore lost. A row lists the numbers of its commits.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ViewRewindTest {
    private final InMemoryJournal<Account, Account.Event> journal =
            new InMemoryJournal<>(Account.TYPE);
    private final InMemoryViewStore<String> store = new InMemoryViewStore<>();
    private final Faults faults = new Faults();
    private final View<String, Account.Event> view =
            new View<>(
                    new Rows.OnePerEntity<>(ViewRewindTest::project),
                    new FaultyViewStore<>(store, faults),
                    new FaultyJournal<>(journal, faults));

    ViewRewindTest() {
        journal.append(commit("a", 1, new AccountOpened("Ada")), null);
        for (var seq = 2; seq <= 4; seq++) append(seq);
        view.catchUp("a");
        faults.forgetCalls();
    }

    private static String project(@Nullable String row, Commit<Account.Event> commit) {
        return (row == null ? "" : row) + commit.seq();
    }

    private void append(long seq) {
        journal.append(commit("a", seq, new Deposited(BigDecimal.ONE, null)), null);
    }

    @Test
    void a_row_at_the_journals_end_is_left_as_it_is() {
        assertThat(view.rewind("a", false)).isNull();

        assertThat(faults.calls()).containsExactly("load row a", "read a 0");
    }

    @Test
    void a_row_that_is_behind_the_journal_is_left_as_it_is() {
        append(5);

        assertThat(view.rewind("a", false)).isNull();

        assertThat(store.load("a")).isEqualTo(new Row<>("1234", 4));
    }

    @Test
    void a_trial_says_what_is_ahead_and_writes_nothing() {
        journal.lose("a", 2);

        assertThat(view.rewind("a", true))
                .isEqualTo("contains commit 4, but the journal ends at 2");

        assertThat(store.load("a")).isEqualTo(new Row<>("1234", 4));
    }

    @Test
    void a_row_is_rewound_and_continues_from_there() {
        journal.lose("a", 2);

        assertThat(view.rewind("a", false)).isNotNull();
        assertThat(store.load("a")).isEqualTo(new Row<>("12", 2));
        append(3);
        view.handle("a", journal.read("a", 2));

        assertThat(store.load("a")).isEqualTo(new Row<>("123", 3));
    }

    @Test
    void a_row_of_a_lost_entity_is_deleted_and_can_be_created_again() {
        journal.lose("a", 0);

        assertThat(view.rewind("a", false)).isNotNull();
        assertThat(store.load("a")).isEqualTo(new Deleted<>(0));
        assertThat(view.rewind("a", false)).isNull();
        journal.append(commit("a", 1, new AccountOpened("Bob")), null);
        view.handle("a", journal.read("a", 0));

        assertThat(store.load("a")).isEqualTo(new Row<>("1", 1));
    }

    @Test
    void a_row_of_an_erased_entity_stays_deleted() {
        view.erase("a", journal.read("a", 0));
        journal.lose("a", 0);
        journal.append(Commit.erased("a", 1, Commits.BEGINNING), null);

        assertThat(view.rewind("a", false)).isNull();

        assertThat(store.load("a")).isEqualTo(new Deleted<>(4));
    }
}
