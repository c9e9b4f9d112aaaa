package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.millrace.eventsourcing.View.Rebuilt;
import dev.millrace.eventsourcing.ViewStore.Kept;
import dev.millrace.eventsourcing.ViewStore.Replaced;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.testkit.Account;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A row lists the numbers of its commits, so that a lost, repeated or swapped commit is visible.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ViewTest {
    private final InMemoryJournal<Account, Account.Event> journal =
            new InMemoryJournal<>(Account.TYPE);
    private final InMemoryViewStore<String> store = new InMemoryViewStore<>();
    private final Faults faults = new Faults();
    private final View<String, Account.Event> view =
            new View<>(
                    new Rows.OnePerEntity<>(ViewTest::project),
                    new FaultyViewStore<>(store, faults),
                    new FaultyJournal<>(journal, faults));

    ViewTest() {
        for (var seq = 1; seq <= 5; seq++)
            journal.append(
                    commit(
                            "a",
                            seq,
                            seq == 1
                                    ? new AccountOpened("Ada")
                                    : new Deposited(BigDecimal.ONE, null)),
                    null);
    }

    @Test
    void a_first_commit_is_written_without_a_read() {
        handle(1);

        assertThat(faults.calls()).containsExactly("save row a 1");
        assertThat(store.load("a")).isEqualTo(upTo(1));
    }

    @Test
    void the_next_commits_cost_one_load_and_one_save() {
        handle(1);
        faults.forgetCalls();

        handle(2, 3);

        assertThat(faults.calls()).containsExactly("load row a", "save row a 3");
        assertThat(store.load("a")).isEqualTo(upTo(3));
    }

    @Test
    void commits_that_the_row_contains_are_not_written_again() {
        handle(1, 2, 3);
        faults.forgetCalls();

        handle(2, 3);
        handle(1);

        assertThat(faults.calls()).containsExactly("load row a", "save row a 1", "load row a");
        assertThat(store.load("a")).isEqualTo(upTo(3));
    }

    @Test
    void a_gap_is_read_from_the_journal_to_its_end() {
        handle(1);
        faults.forgetCalls();

        handle(3);

        assertThat(faults.calls()).containsExactly("load row a", "read a 1", "save row a 5");
        assertThat(store.load("a")).isEqualTo(upTo(5));
    }

    @Test
    void a_gap_inside_a_batch_is_read_too() {
        handle(1, 2, 4);

        assertThat(store.load("a")).isEqualTo(upTo(5));
    }

    @Test
    void the_loser_of_a_race_continues_from_the_saved_row() {
        handle(1);
        var other = new View<>(new Rows.OnePerEntity<>(ViewTest::project), store, journal);
        faults.forgetCalls();
        faults.meanwhile(2, () -> other.handle("a", List.of(at(2))));

        handle(2, 3);

        assertThat(store.load("a")).isEqualTo(upTo(3));
    }

    @Test
    void a_view_that_loses_every_race_ends_with_an_outage() {
        var contended =
                new View<String, Account.Event>(
                        new Rows.OnePerEntity<>(ViewTest::project),
                        new AlwaysSomebodyElses(),
                        journal);

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> contended.handle("a", List.of(at(1))))
                .withMessageContaining("row of a");
    }

    @Test
    void catching_up_applies_the_commits_that_were_lost_last() {
        handle(1, 2);

        view.catchUp("a");

        assertThat(store.load("a")).isEqualTo(upTo(5));
    }

    @Test
    void catching_up_creates_a_missing_row() {
        view.catchUp("a");
        view.catchUp("nobody");

        assertThat(store.load("a")).isEqualTo(upTo(5));
        assertThat(store.load("nobody")).isNull();
    }

    @Test
    void catching_up_writes_nothing_if_the_row_is_at_the_end() {
        view.catchUp("a");
        faults.forgetCalls();

        view.catchUp("a");

        assertThat(faults.calls()).containsExactly("load row a", "read a 5");
    }

    @Test
    void the_current_row_has_commits_that_the_view_has_not_handled_yet() {
        handle(1, 2);

        assertThat(view.current("a")).isEqualTo(upTo(5));
        assertThat(store.load("a")).isEqualTo(upTo(2));
        assertThat(view.current("nobody")).isNull();
    }

    @Nested
    class WhenRebuilt {
        @Test
        void a_missing_row_is_created() {
            assertThat(view.rebuild("a")).containsExactly(new Rebuilt<>(upTo(5), true));

            assertThat(faults.calls()).containsExactly("read a 0", "replace row a 5");
            assertThat(store.load("a")).isEqualTo(upTo(5));
        }

        @Test
        void a_row_that_is_behind_is_brought_to_the_end() {
            handle(1, 2);

            assertThat(view.rebuild("a")).containsExactly(new Rebuilt<>(upTo(5), true));
            assertThat(store.load("a")).isEqualTo(upTo(5));
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 3, 5})
        void a_wrong_row_of_any_version_is_replaced(int version) {
            store.save("a", new Row<>("wrong", version), null);

            assertThat(view.rebuild("a")).containsExactly(new Rebuilt<>(upTo(5), true));
            assertThat(store.load("a")).isEqualTo(upTo(5));
        }

        @Test
        void a_row_that_is_right_is_not_written() {
            view.catchUp("a");

            assertThat(view.rebuild("a")).containsExactly(new Rebuilt<>(upTo(5), false));
        }

        @Test
        void an_entity_without_commits_gets_no_row_and_keeps_a_stray_one() {
            var stray = new Row<>("stray", 3);
            store.save("stray", stray, null);

            assertThat(view.rebuild("nobody")).isEmpty();
            assertThat(view.rebuild("stray")).isEmpty();
            assertThat(store.load("stray")).isEqualTo(stray);
        }

        @Test
        void a_row_ahead_of_its_journal_is_kept_and_reported() {
            var ahead = new Row<>("ahead", 6);
            store.save("a", ahead, null);

            assertThatIllegalStateException()
                    .isThrownBy(() -> view.rebuild("a"))
                    .withMessageContaining("row of a is ahead of its journal")
                    .withMessageContaining("commit 5");
            assertThat(store.load("a")).isEqualTo(ahead);
        }

        @Test
        void a_commit_that_is_handled_during_the_rebuild_is_in_the_row_too() {
            store.save("a", new Row<>("wrong", 5), null);
            faults.meanwhile(
                    2,
                    () -> {
                        journal.append(commit("a", 6, new Deposited(BigDecimal.ONE, null)), null);
                        new View<>(new Rows.OnePerEntity<>(ViewTest::project), store, journal)
                                .handle("a", List.of(at(6)));
                    });

            assertThat(view.rebuild("a")).containsExactly(new Rebuilt<>(upTo(6), true));
            assertThat(store.load("a")).isEqualTo(upTo(6));
        }

        /// A rebuild replaces the row between a function's read and write.
        @Test
        void a_function_that_had_read_the_wrong_row_does_not_save_onto_it() {
            store.save("a", new Row<>("wrong", 3), null);
            var threeOnly = new InMemoryJournal<>(Account.TYPE);
            for (var seq = 1; seq <= 3; seq++) threeOnly.append(at(seq), null);
            var other = new View<>(new Rows.OnePerEntity<>(ViewTest::project), store, threeOnly);
            faults.meanwhile(
                    2,
                    () ->
                            assertThat(other.rebuild("a"))
                                    .containsExactly(new Rebuilt<>(upTo(3), true)));

            handle(4);

            assertThat(store.load("a")).isEqualTo(upTo(4));
        }

        @Test
        void a_rebuild_that_never_catches_up_ends_with_an_outage_and_may_be_repeated() {
            for (var call = 2; call <= 20; call += 2)
                faults.meanwhile(
                        call,
                        () -> {
                            var next = journal.read("a", 0).size() + 1;
                            journal.append(
                                    commit("a", next, new Deposited(BigDecimal.ONE, null)), null);
                            store.replace("a", upTo(next));
                        });

            assertThatExceptionOfType(Outage.class)
                    .isThrownBy(() -> view.rebuild("a"))
                    .withMessageContaining("row of a");
            assertThat(view.rebuild("a")).containsExactly(new Rebuilt<>(upTo(15), false));
        }

        @Test
        void after_a_fault_at_any_call_the_next_rebuild_repairs_the_row() {
            for (var call = 1; call <= 2; call++) {
                for (var after : List.of(true, false)) {
                    var rows = new InMemoryViewStore<String>();
                    rows.save("a", new Row<>("wrong", 5), null);
                    var trouble =
                            after ? new Faults().failAfter(call) : new Faults().failBefore(call);
                    var troubled =
                            new View<>(
                                    new Rows.OnePerEntity<>(ViewTest::project),
                                    new FaultyViewStore<>(rows, trouble),
                                    new FaultyJournal<>(journal, trouble));

                    assertThatExceptionOfType(Outage.class).isThrownBy(() -> troubled.rebuild("a"));
                    assertThat(troubled.rebuild("a"))
                            .extracting(Rebuilt::row)
                            .containsExactly(upTo(5));
                    assertThat(rows.load("a")).isEqualTo(upTo(5));
                }
            }
        }
    }

    private void handle(int... numbers) {
        view.handle("a", Arrays.stream(numbers).mapToObj(this::at).toList());
    }

    private Commit<Account.Event> at(int seq) {
        return journal.read("a", seq - 1).getFirst();
    }

    static Row<String> upTo(int version) {
        return new Row<>(
                IntStream.rangeClosed(1, version)
                        .mapToObj(seq -> seq + ";")
                        .reduce("a:", String::concat),
                version);
    }

    static String project(@Nullable String row, Commit<Account.Event> commit) {
        return (row == null ? commit.entityId() + ":" : row) + commit.seq() + ";";
    }

    private static final class AlwaysSomebodyElses implements ViewStore<String> {
        @Override
        public @Nullable Kept<String> load(String key) {
            return null;
        }

        @Override
        public boolean save(String key, Kept<String> next, @Nullable Kept<String> onto) {
            return false;
        }

        @Override
        public Replaced replace(String key, Kept<String> by) {
            return Replaced.NEWER;
        }
    }
}
