package dev.millrace.eventsourcing;

import dev.millrace.eventsourcing.ViewStore.Kept;
import dev.millrace.eventsourcing.ViewStore.Row;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Maintains the rows of a view. Commits may arrive late, repeated, out of order or not at all:
/// gaps are read from the journal.
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

    /// Replaces the rows of an erased entity with deleted ones: no late commit brings them back.
    ///
    /// @param commits all commits of the entity; if it has several rows, only commits that are not
    ///   overwritten yet name them
    public List<Rebuilt<V>> erase(String entityId, List<Commit<E>> commits) {
        var end = commits.getLast().seq();
        var erased = isOnePerEntity() ? Stream.of(only(entityId)) : folds(entityId, commits);
        return erased.map(row -> row.erase(end)).toList();
    }

    /// Brings the row of an entity to the journal's end. It is not written if it is already there.
    public void catchUp(String entityId) {
        only(entityId).catchUp();
    }

    /// Whether each entity has one row. Else [#catchUp], [#rewind], [#saved] and [#current] fail.
    public boolean isOnePerEntity() {
        return rows instanceof Rows.OnePerEntity;
    }

    /// The stored row of an entity; null if there is none.
    public @Nullable Row<V> saved(String entityId) {
        return shown(only(entityId).load());
    }

    /// The row of an entity after all commits of the journal, strongly consistent: callers read
    /// their own writes. Nothing is saved.
    public @Nullable Row<V> current(String entityId) {
        return shown(only(entityId).current());
    }

    /// Folds an entity's whole journal and replaces each of its rows. This repairs rows that are
    /// wrong or cannot be read. It may run while commits are handled: if a newer row is written in
    /// between, the journal is folded again, and no writer continues from a row that was replaced.
    ///
    /// @throws Outage if other writers kept changing the same row
    /// @throws IllegalStateException if a row is ahead of the journal: an operator must decide
    ///   which of the two is wrong
    public List<Rebuilt<V>> rebuild(String entityId) {
        var commits = journal.read(entityId, 0);
        if (!Commit.isErased(commits)) {
            return folds(entityId, commits).map(row -> row.rebuild(commits)).toList();
        }
        // The erasure overwrites the first commit last. Until then the row stays: its index finds
        // entities whose erasure has not ended.
        return commits.getFirst().isErased() ? erase(entityId, commits) : List.of();
    }

    /// Takes the row of an entity back to the journal's end, if it has commits that a restore lost.
    ///
    /// @param isTrial if true, nothing is written
    /// @return what the row contains, in words; null if it is not ahead of the journal
    /// @throws IllegalArgumentException if the row or a commit cannot be read
    public @Nullable String rewind(String entityId, boolean isTrial) {
        return only(entityId).rewind(isTrial);
    }

    /// The result of rebuilding a row.
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
