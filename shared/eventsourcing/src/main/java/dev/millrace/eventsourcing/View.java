package dev.millrace.eventsourcing;

import dev.millrace.eventsourcing.ViewStore.Kept;
import dev.millrace.eventsourcing.ViewStore.Row;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps rows from commits that may come late, doubled, swapped or not at all: a gap is read from
/// the journal.
public final class View<V, E> {
    private final Rows<V, E> rows;
    private final ViewStore<V> store;
    private final Journal<?, E> journal;

    public View(Rows<V, E> rows, ViewStore<V> store, Journal<?, E> journal) {
        this.rows = rows;
        this.store = store;
        this.journal = journal;
    }

    /// Handles commits of one entity, in the order of their numbers. A first commit is written
    /// without a read.
    ///
    /// @throws Outage if other writers kept changing the same row
    public void handle(String entityId, List<Commit<E>> commits) {
        for (var name : names(commits)) {
            var row = fold(entityId, name);
            row.save(commits.getFirst().seq() == 1 ? null : row.load(), commits);
        }
    }

    /// Replaces the rows of an erased entity by what remains of deleted ones, so that no late
    /// commit brings them back.
    ///
    /// @param commits all of the entity; if it has several rows, only commits that are not
    ///   overwritten yet tell which
    public List<Rebuilt<V>> erase(String entityId, List<Commit<E>> commits) {
        var end = commits.getLast().seq();
        var erased = isOnePerEntity() ? Stream.of(only(entityId)) : folds(entityId, commits);
        return erased.map(row -> row.erase(end)).toList();
    }

    /// Brings the row of an entity to the journal's end. A row already there is not written.
    public void catchUp(String entityId) {
        only(entityId).catchUp();
    }

    /// Whether an entity has one row, which [#catchUp], [#rewind], [#saved] and [#current] are
    /// about.
    public boolean isOnePerEntity() {
        return rows instanceof Rows.OnePerEntity;
    }

    /// The row of an entity as it is kept; absent if there is none.
    public @Nullable Row<V> saved(String entityId) {
        return shown(only(entityId).load());
    }

    /// The row of an entity as the journal has it now, strongly consistent: it reads its own
    /// writes. Nothing is saved.
    public @Nullable Row<V> current(String entityId) {
        return shown(only(entityId).current());
    }

    /// Folds the entity's journal whole and replaces each of its rows, whatever is kept there: a
    /// row that is wrong, or cannot be read, is mended. It may run while commits are handled: if a
    /// newer row is written in between, the journal is folded again, and no writer goes on from a
    /// row that was replaced.
    ///
    /// @throws Outage if other writers kept changing the same row
    /// @throws IllegalStateException if a row is ahead of the journal: which of the two is wrong is
    ///   for people to say
    public List<Rebuilt<V>> rebuild(String entityId) {
        var commits = journal.read(entityId, 0);
        if (!Commit.isErased(commits)) {
            return folds(entityId, commits).map(row -> row.rebuild(commits)).toList();
        }
        // The erasure overwrites the first commit last. While that is whole, the erasure has not
        // ended, and the row stays: by the row's index the entity is found.
        return commits.getFirst().isErased() ? erase(entityId, commits) : List.of();
    }

    /// Takes the row of an entity back to the journal's end, if a restore has lost commits that the
    /// row has taken.
    ///
    /// @param isTrial nothing is written
    /// @return what the row has taken, in words; absent if it is not ahead of the journal
    /// @throws IllegalArgumentException if the row or a commit cannot be read
    public @Nullable String rewind(String entityId, boolean isTrial) {
        return only(entityId).rewind(isTrial);
    }

    /// What became of the rebuild of a row.
    ///
    /// @param written false if the row was right already
    public record Rebuilt<V>(Kept<V> row, boolean written) {}

    private Set<String> names(List<Commit<E>> commits) {
        var names = new LinkedHashSet<String>();
        for (var commit : commits) if (!commit.isErased()) names.addAll(rows.names(commit));
        return names;
    }

    private Stream<RowFold<V, E>> folds(String entityId, List<Commit<E>> commits) {
        return names(commits).stream().map(name -> fold(entityId, name));
    }

    private RowFold<V, E> only(String entityId) {
        if (isOnePerEntity()) return fold(entityId, "");
        throw new IllegalStateException("an entity has several rows in this view");
    }

    private static <V> @Nullable Row<V> shown(@Nullable Kept<V> kept) {
        return kept instanceof Row<V> row ? row : null;
    }

    private RowFold<V, E> fold(String entityId, String name) {
        return new RowFold<>(rows, name, store, journal, entityId);
    }
}
