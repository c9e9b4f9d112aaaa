package dev.millrace.eventsourcing;

import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import org.junit.jupiter.api.Test;

/// A row lists the numbers of the commits it took: whatever is lost, doubled or swapped shows.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ViewTest {
    private final InMemoryJournal<Account, Account.Event> journal =
            new InMemoryJournal<>(Account.TYPE);
    private final InMemoryViewStore<String> store = new InMemoryViewStore<>();
    private final Faults faults = new Faults();
    private final View<String, Account.Event> view =
            new View<>(
                    ViewTest::project,
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
        take(1);

        assertThat(faults.calls()).containsExactly("save row a 1");
        assertThat(store.load("a")).isEqualTo(upTo(1));
    }

    @Test
    void the_next_one_is_read_and_written_once() {
        take(1);
        faults.forgetCalls();

        take(2, 3);

        assertThat(faults.calls()).containsExactly("load row a", "save row a 3");
        assertThat(store.load("a")).isEqualTo(upTo(3));
    }

    @Test
    void what_was_taken_already_is_not_written_again() {
        take(1, 2, 3);
        faults.forgetCalls();

        take(2, 3);
        take(1);

        assertThat(faults.calls()).containsExactly("load row a", "save row a 1", "load row a");
        assertThat(store.load("a")).isEqualTo(upTo(3));
    }

    @Test
    void a_gap_is_read_from_the_journal_to_its_end() {
        take(1);
        faults.forgetCalls();

        take(3);

        assertThat(faults.calls()).containsExactly("load row a", "read a 1", "save row a 5");
        assertThat(store.load("a")).isEqualTo(upTo(5));
    }

    @Test
    void a_gap_inside_a_batch_is_read_too() {
        take(1, 2, 4);

        assertThat(store.load("a")).isEqualTo(upTo(5));
    }

    @Test
    void who_comes_second_goes_on_from_what_the_first_saved() {
        take(1);
        var other = new View<>(ViewTest::project, store, journal);
        faults.forgetCalls();
        faults.meanwhile(2, () -> other.take("a", List.of(at(2))));

        take(2, 3);

        assertThat(store.load("a")).isEqualTo(upTo(3));
    }

    @Test
    void who_always_comes_second_gives_up_and_may_try_again() {
        var contended =
                new View<String, Account.Event>(
                        ViewTest::project, new AlwaysSomebodyElses(), journal);

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> contended.take("a", List.of(at(1))))
                .withMessageContaining("row of a");
    }

    @Test
    void catching_up_mends_what_was_lost_last() {
        take(1, 2);

        view.catchUp("a");

        assertThat(store.load("a")).isEqualTo(upTo(5));
    }

    @Test
    void catching_up_begins_a_row_that_was_never_begun() {
        view.catchUp("a");
        view.catchUp("nobody");

        assertThat(store.load("a")).isEqualTo(upTo(5));
        assertThat(store.load("nobody")).isNull();
    }

    @Test
    void catching_up_writes_nothing_where_the_row_is_at_the_end() {
        view.catchUp("a");
        faults.forgetCalls();

        view.catchUp("a");

        assertThat(faults.calls()).containsExactly("load row a", "read a 5");
    }

    @Test
    void the_current_row_has_what_the_view_has_not_taken_yet() {
        take(1, 2);

        assertThat(view.current("a")).isEqualTo(upTo(5));
        assertThat(store.load("a")).isEqualTo(upTo(2));
        assertThat(view.current("nobody")).isNull();
    }

    private void take(int... numbers) {
        view.take("a", Arrays.stream(numbers).mapToObj(this::at).toList());
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
        public @Nullable Row<String> load(String entityId) {
            return null;
        }

        @Override
        public boolean save(String entityId, Row<String> row, long onto) {
            return false;
        }
    }
}
