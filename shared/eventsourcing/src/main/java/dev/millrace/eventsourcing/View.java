package dev.millrace.eventsourcing;

import dev.millrace.eventsourcing.ViewStore.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps rows from commits that may come late, doubled, swapped or not at all: a gap is read from
/// the journal.
public final class View<V, E> {
    private final Projection<V, E> projection;
    private final ViewStore<V> store;
    private final Journal<?, E> journal;

    public View(Projection<V, E> projection, ViewStore<V> store, Journal<?, E> journal) {
        this.projection = projection;
        this.store = store;
        this.journal = journal;
    }

    /// Handles commits of one entity, in the order of their numbers. A first commit is written
    /// without a read.
    ///
    /// @throws Outage where others kept writing the same row
    public void handle(String entityId, List<Commit<E>> commits) {
        if (commits.isEmpty()) return;
        save(entityId, commits.getFirst().seq() == 1 ? null : store.load(entityId), commits);
    }

    /// Brings the row to the journal's end. A row already there is not written.
    public void catchUp(String entityId) {
        var row = store.load(entityId);
        var missed = journal.read(entityId, version(row));
        if (!missed.isEmpty()) save(entityId, row, missed);
    }

    /// The row as it is kept; absent if there is none.
    public @Nullable Row<V> saved(String entityId) {
        return store.load(entityId);
    }

    /// The row as the journal has it now, strongly consistent: it reads its own writes. Nothing is
    /// saved.
    public @Nullable Row<V> current(String entityId) {
        return toTheEnd(entityId, store.load(entityId));
    }

    /// Folds the entity's journal whole and puts the row there, whatever stands there: a row that
    /// is wrong, or cannot be read, is mended. It may run while commits are handled: a row written
    /// in between is waited for by folding again, and nobody goes on from the row that was
    /// replaced.
    ///
    /// @throws Outage where others kept moving the same row
    /// @throws IllegalStateException where the row is ahead of the journal: which of the two is
    ///   wrong is for people to say
    public Rebuilt<V> rebuild(String entityId) {
        var before = -1L;
        for (var conflicts = conflicts(entityId); ; conflicts.lost()) {
            var row = toTheEnd(entityId, null);
            if (row == null) return new Rebuilt<>(null, false);
            // What a row has taken can be read: where no commit is new now, there is none.
            if (row.version() == before) throw ahead(entityId, row);
            switch (store.replace(entityId, row)) {
                case WRITTEN -> {
                    return new Rebuilt<>(row, true);
                }
                case SAME -> {
                    return new Rebuilt<>(row, false);
                }
                case NEWER -> before = row.version();
            }
        }
    }

    /// What became of a rebuild.
    ///
    /// @param row absent where the journal knows no such entity
    /// @param written false where the row was right already
    public record Rebuilt<V>(@Nullable Row<V> row, boolean written) {}

    private void save(String entityId, @Nullable Row<V> loaded, List<Commit<E>> commits) {
        var row = loaded;
        for (var conflicts = conflicts(entityId); ; conflicts.lost()) {
            var next = fold(entityId, row, commits);
            if (next == null || next.equals(row) || store.save(entityId, next, row)) return;
            row = store.load(entityId);
        }
    }

    private @Nullable Row<V> fold(String entityId, @Nullable Row<V> row, List<Commit<E>> commits) {
        var next = row;
        for (var commit : commits) {
            if (commit.seq() <= version(next)) continue;
            if (commit.seq() > version(next) + 1) return toTheEnd(entityId, next);
            next = next(next, commit);
        }
        return next;
    }

    private @Nullable Row<V> toTheEnd(String entityId, @Nullable Row<V> row) {
        var next = row;
        for (var missed : journal.read(entityId, version(row))) next = next(next, missed);
        return next;
    }

    private Row<V> next(@Nullable Row<V> row, Commit<E> commit) {
        return new Row<>(
                projection.project(row == null ? null : row.value(), commit), commit.seq());
    }

    private static long version(@Nullable Row<?> row) {
        return row == null ? 0 : row.version();
    }

    /// Others move on fast: the row is read again at once.
    private static Conflicts conflicts(String entityId) {
        return new Conflicts("the row of " + entityId, _ -> {});
    }

    private static IllegalStateException ahead(String entityId, Row<?> row) {
        return new IllegalStateException(
                "the row of %s is ahead of its journal, which ends at commit %d: it was left as it is; if the journal is right, delete the row and rebuild it"
                        .formatted(entityId, row.version()));
    }
}
