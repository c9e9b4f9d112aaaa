package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.ViewTest.upTo;
import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.ViewStore.Deleted;
import dev.millrace.eventsourcing.ViewStore.Kept;
import dev.millrace.eventsourcing.ViewStore.Row;
import dev.millrace.eventsourcing.testkit.Account;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import dev.millrace.eventsourcing.testkit.InMemoryJournal;
import dev.millrace.eventsourcing.testkit.InMemoryViewStore;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class ViewLawTest {
    private static final int MOST = 9;

    /// Records are in order within a batch, as in a stream. Otherwise they may be lost, repeated,
    /// swapped or late. At any time the row equals the fold of the commits up to its version. After
    /// the last record it equals the row of an undisturbed stream.
    @Property(tries = 2_000)
    void lost_repeated_or_swapped_records_do_not_change_the_final_row(
            @ForAll("deliveries") List<List<Integer>> batches) {
        var journal = new InMemoryJournal<Account, Account.Event>(Account.TYPE);
        var store = new InMemoryViewStore<String>();

        for (var batch : batches) {
            batch.forEach(seq -> write(journal, seq));
            view(store, journal).handle("a", commits(journal, batch));

            var row = requireNonNull(store.load("a"));
            assertThat(row).isEqualTo(upTo((int) row.version()));
        }
        write(journal, MOST);
        view(store, journal).handle("a", commits(journal, List.of(MOST)));

        assertThat(store.load("a")).isEqualTo(upTo(MOST));
    }

    /// The same for rows that are deleted and created again, and for several rows per entity.
    @Property(tries = 2_000)
    void lost_repeated_or_swapped_records_do_not_change_rows_that_are_created_again(
            @ForAll("deliveries") List<List<Integer>> batches) {
        var journal = new InMemoryJournal<Account, Account.Event>(Account.TYPE);
        var store = new InMemoryViewStore<String>();
        var rows = new Rows.Named<>(ViewLawTest::names, ViewLawTest::threeTimes);
        var view = new View<>(rows, store, journal);

        for (var batch : batches) {
            batch.forEach(seq -> write(journal, seq));
            view.handle("a", commits(journal, batch));
            for (var name : List.of("odd", "even")) {
                var kept = store.load("a/" + name);
                if (kept != null) assertThat(kept).isEqualTo(comeAndGo(name, kept.version()));
            }
        }
        write(journal, MOST + 1);
        view.handle("a", commits(journal, List.of(MOST, MOST + 1)));

        assertThat(store.load("a/odd")).isEqualTo(comeAndGo("odd", MOST + 1));
        assertThat(store.load("a/even")).isEqualTo(comeAndGo("even", MOST + 1));
    }

    private static Set<String> names(Commit<?> commit) {
        return Set.of(commit.seq() % 2 == 0 ? "even" : "odd");
    }

    /// The third commit of a row deletes it.
    private static Projection<String, Account.Event> threeTimes(String name) {
        return (row, commit) ->
                row != null && row.length() == 2 ? null : (row == null ? "" : row) + commit.seq();
    }

    private static Kept<String> comeAndGo(String name, long version) {
        @Nullable String row = null;
        for (var seq = name.equals("odd") ? 1 : 2; seq <= version; seq += 2) {
            row = row != null && row.length() == 2 ? null : (row == null ? "" : row) + seq;
        }
        return row == null ? new Deleted<>(version) : new Row<>(row, version);
    }

    @Provide
    Arbitrary<List<List<Integer>>> deliveries() {
        return Arbitraries.integers()
                .between(1, MOST)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(batch -> batch.stream().sorted().toList())
                .list()
                .ofMaxSize(8);
    }

    private static View<String, Account.Event> view(
            ViewStore<String> store, Journal<?, Account.Event> journal) {
        return new View<>(new Rows.OnePerEntity<>(ViewTest::project), store, journal);
    }

    /// Appends the commits up to a number: the journal has every commit before its record is
    /// delivered.
    private static void write(Journal<Account, Account.Event> journal, int upTo) {
        for (var seq = journal.read("a", 0).size() + 1; seq <= upTo; seq++)
            journal.append(
                    commit(
                            "a",
                            seq,
                            seq == 1
                                    ? new AccountOpened("Ada")
                                    : new Deposited(BigDecimal.ONE, null)),
                    null);
    }

    private static List<Commit<Account.Event>> commits(
            Journal<Account, Account.Event> journal, List<Integer> batch) {
        return batch.stream().map(seq -> journal.read("a", seq - 1).getFirst()).toList();
    }
}
