package dev.millrace.eventsourcing.testkit;

import static dev.millrace.eventsourcing.Snapshot.INTERVAL;
import static dev.millrace.eventsourcing.testkit.Commits.commit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Journal.Appended.Conflict;
import dev.millrace.eventsourcing.Journal.Appended.Written;
import dev.millrace.eventsourcing.Journal.History;
import dev.millrace.eventsourcing.Snapshot;
import dev.millrace.eventsourcing.testkit.Account.Event.AccountOpened;
import dev.millrace.eventsourcing.testkit.Account.Event.Deposited;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests of snapshots for every journal: a snapshot shortens a load and never changes its result.
abstract class SnapshotContract {
    private static final EntityType<Account, Account.Command, Account.Event, Account.Rejection>
            LATER_TYPE = Account.typeWithSnapshots(Account.TYPE.snapshotVersion() + 1);

    /// The journal for code that declares the account with this type. It is empty when a test
    /// begins, and uses the same storage at every call within a test.
    protected abstract Journal<Account, Account.Event> journal(
            EntityType<Account, Account.Command, Account.Event, Account.Rejection> type);

    /// The journal for code that declares the account with [Account#TYPE].
    protected final Journal<Account, Account.Event> journal() {
        return journal(Account.TYPE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, INTERVAL - 1, INTERVAL, INTERVAL + 1, 2 * INTERVAL, 250})
    void loading_begins_at_the_newest_snapshot(int length) {
        var whole = grow("a", Account.TYPE.nothing(), length, Account.TYPE);

        var history = journal().load("a");

        var newest = length - length % INTERVAL;
        assertThat(history.snapshot() == null ? 0 : history.snapshot().version()).isEqualTo(newest);
        assertThat(history.commits()).isEqualTo(journal().read("a", newest));
        assertThat(folded(history)).isEqualTo(whole);
    }

    @Test
    void a_commit_with_a_snapshot_conflicts_like_any_other() {
        var before = grow("a", Account.TYPE.nothing(), INTERVAL - 1, Account.TYPE);
        var last = commit("a", INTERVAL, deposit());
        journal().append(last, Account.TYPE.after(before, last));

        assertThat(journal().append(commit("a", INTERVAL, new AccountOpened("Eve")), null))
                .isEqualTo(new Conflict<Account.Event>(last));
    }

    @Test
    void without_a_newer_snapshot_loading_begins_at_an_older_one() {
        var whole = Account.TYPE.nothing();
        for (var seq = 1; seq <= 230; seq++) {
            var commit = commit("a", seq, seq == 1 ? new AccountOpened("Ada") : deposit());
            whole = Account.TYPE.after(whole, commit);
            write(journal(), commit, seq == 100 ? whole : null);
        }

        assertThat(journal().load("a").commits()).isEqualTo(journal().read("a", 100));
        assertThat(folded(journal().load("a"))).isEqualTo(whole);
    }

    @Test
    void a_snapshot_of_another_version_is_ignored_by_newer_and_by_older_code() {
        var before = grow("a", Account.TYPE.nothing(), 250, Account.TYPE);

        assertThat(journal(LATER_TYPE).load("a"))
                .isEqualTo(new History<>(null, journal().read("a", 0)));

        var after = grow("a", before, 310, LATER_TYPE);

        assertThat(journal(LATER_TYPE).load("a").commits()).isEqualTo(journal().read("a", 300));
        assertThat(journal().load("a").commits()).isEqualTo(journal().read("a", 240));
        assertThat(folded(journal(LATER_TYPE).load("a"))).isEqualTo(after);
        assertThat(folded(journal().load("a"))).isEqualTo(after);
    }

    @Test
    void a_snapshot_that_is_too_large_does_not_stop_its_commit() {
        var whole = Account.TYPE.nothing();
        for (var seq = 1; seq <= INTERVAL; seq++) {
            Commit<Account.Event> commit =
                    switch (seq) {
                        case 1 -> commit("a", seq, new AccountOpened("o".repeat(300_000)));
                        case INTERVAL ->
                                commit(
                                        "a",
                                        seq,
                                        new Deposited(BigDecimal.ONE, "n".repeat(200_000)));
                        default -> commit("a", seq, deposit());
                    };
            whole = Account.TYPE.after(whole, commit);
            write(journal(), commit, seq == INTERVAL ? whole : null);
        }

        assertThat(folded(journal().load("a"))).isEqualTo(whole);
    }

    /// Appends commits up to a number, with the due snapshots. Returns the state after them.
    private Snapshot<Account> grow(
            String id,
            Snapshot<Account> from,
            long to,
            EntityType<Account, Account.Command, Account.Event, Account.Rejection> type) {
        var whole = from;
        while (whole.version() < to) {
            var seq = whole.version() + 1;
            var commit = commit(id, seq, seq == 1 ? new AccountOpened("Ada") : deposit());
            whole = type.after(whole, commit);
            write(journal(type), commit, seq % INTERVAL == 0 ? whole : null);
        }
        return whole;
    }

    private static void write(
            Journal<Account, Account.Event> journal,
            Commit<Account.Event> commit,
            @Nullable Snapshot<Account> snapshot) {
        assertThat(journal.append(commit, snapshot)).isEqualTo(new Written<>());
    }

    private static Snapshot<Account> folded(History<Account, Account.Event> history) {
        var whole = history.snapshot() == null ? Account.TYPE.nothing() : history.snapshot();
        for (var commit : history.commits()) whole = Account.TYPE.after(whole, commit);
        return whole;
    }

    private static Account.Event deposit() {
        return new Deposited(new BigDecimal("0.10"), null);
    }
}
