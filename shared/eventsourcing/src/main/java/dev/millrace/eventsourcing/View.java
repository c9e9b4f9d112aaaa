package dev.millrace.eventsourcing;

import dev.millrace.eventsourcing.ViewStore.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps rows from commits that may come late, doubled, swapped or not at all: a gap is read from
/// the journal.
public final class View<V, E> {
    private static final int MOST_CONFLICTS = 10;

    private final Projection<V, E> projection;
    private final ViewStore<V> store;
    private final Journal<?, E> journal;

    public View(Projection<V, E> projection, ViewStore<V> store, Journal<?, E> journal) {
        this.projection = projection;
        this.store = store;
        this.journal = journal;
    }

    /// Takes commits of one entity, in the order of their numbers. A first commit is written
    /// without a read.
    ///
    /// @throws Outage where others kept writing the same row
    public void take(String entityId, List<Commit<E>> commits) {
        if (commits.isEmpty()) return;
        save(entityId, commits.getFirst().seq() == 1 ? null : store.load(entityId), commits);
    }

    /// Brings the row to the journal's end. A row already there is not written.
    public void catchUp(String entityId) {
        var row = store.load(entityId);
        var missed = journal.read(entityId, version(row));
        if (!missed.isEmpty()) save(entityId, row, missed);
    }

    /// The row as the journal has it now, strongly consistent: it reads its own writes. Nothing is
    /// saved.
    public @Nullable Row<V> current(String entityId) {
        var row = store.load(entityId);
        for (var commit : journal.read(entityId, version(row))) row = next(row, commit);
        return row;
    }

    private void save(String entityId, @Nullable Row<V> loaded, List<Commit<E>> commits) {
        var row = loaded;
        for (var conflicts = 0; conflicts < MOST_CONFLICTS; conflicts++) {
            var next = fold(entityId, row, commits);
            if (next == null || next.equals(row) || store.save(entityId, next, version(row)))
                return;
            row = store.load(entityId);
        }
        throw new Outage("the row of %s changed under every try".formatted(entityId), null);
    }

    private @Nullable Row<V> fold(String entityId, @Nullable Row<V> row, List<Commit<E>> commits) {
        var next = row;
        for (var commit : commits) {
            if (commit.seq() <= version(next)) continue;
            if (commit.seq() > version(next) + 1) {
                for (var missed : journal.read(entityId, version(next))) next = next(next, missed);
                return next;
            }
            next = next(next, commit);
        }
        return next;
    }

    private Row<V> next(@Nullable Row<V> row, Commit<E> commit) {
        return new Row<>(
                projection.project(row == null ? null : row.value(), commit), commit.seq());
    }

    private static long version(@Nullable Row<?> row) {
        return row == null ? 0 : row.version();
    }
}
