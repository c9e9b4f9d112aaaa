package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.eventsourcing.View.Rebuilt;
import dev.millrace.eventsourcing.ViewStore.Deleted;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountClosed;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.FaultyJournal;
import dev.millrace.eventsourcing.testkit.FaultyViewStore;
import dev.millrace.eventsourcing.testkit.InMemoryJournal;
import dev.millrace.eventsourcing.testkit.InMemoryViewStore;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Rows that a projection deletes, and entities with several rows.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ViewRowsTest {
    private final InMemoryJournal<Account, Account.Event> journal =
            new InMemoryJournal<>(Account.TYPE);
    private final InMemoryViewStore<String> store = new InMemoryViewStore<>();
    private final Faults faults = new Faults();

    private View<String, Account.Event> view(Rows<String, Account.Event> rows) {
        return new View<>(
                rows, new FaultyViewStore<>(store, faults), new FaultyJournal<>(journal, faults));
    }

    private void append(Account.Event... events) {
        for (var event : events) {
            journal.append(commit("a", journal.read("a", 0).size() + 1, event), null);
        }
    }

    private List<Commit<Account.Event>> at(Integer... numbers) {
        return Arrays.stream(numbers).map(seq -> journal.read("a", seq - 1).getFirst()).toList();
    }

    @Nested
    class An_account_is_shown_until_it_is_closed {
        private final View<String, Account.Event> view =
                view(new Rows.OnePerEntity<>(ViewRowsTest::untilClosed));

        An_account_is_shown_until_it_is_closed() {
            append(new AccountOpened("Ada"), deposited("x", 1), new AccountClosed());
            append(new AccountOpened("Bob"));
        }

        @Test
        void closing_deletes_the_row() {
            view.handle("a", at(1, 2));
            assertThat(view.saved("a")).isEqualTo(new Row<>("1;2;", 2));

            view.handle("a", at(3));

            assertThat(view.saved("a")).isNull();
            assertThat(store.load("a")).isEqualTo(new Deleted<>(3));
        }

        @Test
        void a_late_commit_does_not_bring_the_row_back() {
            view.handle("a", at(1, 2, 3));
            faults.forgetCalls();

            view.handle("a", at(1, 2));
            view.handle("a", at(2));

            assertThat(store.load("a")).isEqualTo(new Deleted<>(3));
            assertThat(faults.calls()).containsExactly("save row a 2", "load row a", "load row a");
        }

        @Test
        void a_row_that_another_writer_deletes_meanwhile_stays_deleted() {
            view.handle("a", at(1));
            var other =
                    new View<>(new Rows.OnePerEntity<>(ViewRowsTest::untilClosed), store, journal);
            faults.forgetCalls();
            faults.meanwhile(2, () -> other.handle("a", at(2, 3)));

            view.handle("a", at(2));

            assertThat(store.load("a")).isEqualTo(new Deleted<>(3));
        }

        @Test
        void an_account_that_is_never_shown_has_no_row() {
            view.handle("a", at(1, 2, 3));
            var never =
                    new View<String, Account.Event>(
                            new Rows.OnePerEntity<>((_, _) -> null),
                            new InMemoryViewStore<>(),
                            journal);

            never.handle("a", at(1));
            never.handle("a", at(2));

            assertThat(never.saved("a")).isNull();
        }

        @Test
        void a_row_that_is_created_again_does_not_contain_its_old_value() {
            view.handle("a", at(1, 2, 3));

            view.handle("a", at(4));

            assertThat(view.saved("a")).isEqualTo(new Row<>("4;", 4));
        }

        @Test
        void the_current_row_is_absent_if_the_journal_closes_the_account() {
            append(new AccountClosed());
            view.handle("a", at(1, 2));

            assertThat(view.current("a")).isNull();
            view.catchUp("a");
            assertThat(store.load("a")).isEqualTo(new Deleted<>(5));
        }

        @Test
        void a_rebuild_deletes_a_row_that_should_not_exist() {
            append(new AccountClosed());
            store.save("a", new Row<>("wrong", 5), null);

            assertThat(view.rebuild("a")).containsExactly(new Rebuilt<>(new Deleted<>(5), true));
            assertThat(view.rebuild("a")).containsExactly(new Rebuilt<>(new Deleted<>(5), false));
        }
    }

    /// One row per note of a deposit. A deposit of zero deletes the row of its note.
    @Nested
    class An_account_has_a_row_for_each_note {
        private final Rows<String, Account.Event> rows =
                new Rows.Named<>(ViewRowsTest::notes, ViewRowsTest::deposits);
        private final View<String, Account.Event> view = view(rows);

        An_account_has_a_row_for_each_note() {
            append(new AccountOpened("Ada"), deposited("x", 1), deposited("y", 1));
            append(deposited("x", 1), deposited("x", 0), deposited("y", 1));
        }

        @Test
        void a_commit_changes_the_rows_of_its_names_only() {
            view.handle("a", at(1, 2, 3, 4));

            assertThat(faults.calls())
                    .containsExactlyInAnyOrder("save row a/x 4", "save row a/y 4");

            assertThat(store.load("a/x")).isEqualTo(new Row<>("x2;4;", 4));
            assertThat(store.load("a/y")).isEqualTo(new Row<>("y3;", 4));
        }

        @Test
        void a_commit_that_changes_no_row_calls_nothing() {
            view.handle("a", at(1));

            assertThat(faults.calls()).isEmpty();
        }

        @Test
        void missing_commits_of_a_row_are_read_from_the_journal() {
            view.handle("a", at(1, 2, 3));
            faults.forgetCalls();

            view.handle("a", at(6));

            assertThat(store.load("a/y")).isEqualTo(new Row<>("y3;6;", 6));
            assertThat(faults.calls())
                    .containsExactly("load row a/y", "read a 3", "save row a/y 6");
        }

        @Test
        void a_row_whose_first_record_was_lost_has_all_its_commits() {
            view.handle("a", at(4));

            assertThat(store.load("a/x")).isEqualTo(new Deleted<>(6));
            assertThat(store.load("a/y")).isNull();
        }

        @Test
        void a_late_commit_does_not_bring_a_deleted_row_back() {
            for (var seq = 1; seq <= 6; seq++) view.handle("a", at(seq));
            for (var seq = 1; seq <= 6; seq++) view.handle("a", at(seq));

            assertThat(store.load("a/x")).isEqualTo(new Deleted<>(6));
            assertThat(store.load("a/y")).isEqualTo(new Row<>("y3;6;", 6));
        }

        @Test
        void a_rebuild_makes_every_row_of_the_account() {
            store.save("a/x", new Row<>("wrong", 2), null);

            assertThat(view.rebuild("a"))
                    .containsExactly(
                            new Rebuilt<>(new Deleted<>(6), true),
                            new Rebuilt<>(new Row<>("y3;6;", 6), true));
        }

        @Test
        void the_name_of_a_row_is_not_empty_and_has_no_slash() {
            assertThat(rows.key("a", "b")).isEqualTo("a/b");
            for (var name : List.of("", "b/c")) {
                assertThatIllegalArgumentException().isThrownBy(() -> rows.key("a", name));
            }
        }

        @Test
        void operations_on_a_single_row_fail() {
            assertThatIllegalStateException().isThrownBy(() -> view.saved("a"));
            assertThatIllegalStateException().isThrownBy(() -> view.current("a"));
            assertThatIllegalStateException().isThrownBy(() -> view.catchUp("a"));
        }
    }

    private static Deposited deposited(String note, int amount) {
        return new Deposited(new BigDecimal(amount), note);
    }

    static @Nullable String untilClosed(@Nullable String row, Commit<Account.Event> commit) {
        return commit.events().contains(new AccountClosed())
                ? null
                : (row == null ? "" : row) + commit.seq() + ";";
    }

    private static Set<String> notes(Commit<Account.Event> commit) {
        return commit.events().stream()
                .filter(Deposited.class::isInstance)
                .map(event -> String.valueOf(((Deposited) event).note()))
                .collect(Collectors.toSet());
    }

    private static Projection<String, Account.Event> deposits(String note) {
        return (row, commit) ->
                commit.events().contains(deposited(note, 0))
                        ? null
                        : (row == null ? note : row) + commit.seq() + ";";
    }
}
