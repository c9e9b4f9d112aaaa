package dev.millrace.eventsourcing;

import static java.util.Objects.requireNonNull;

import dev.millrace.eventsourcing.View.Rebuilt;
import dev.millrace.eventsourcing.ViewStore.Deleted;
import dev.millrace.eventsourcing.ViewStore.Kept;
import dev.millrace.eventsourcing.ViewStore.Replaced;
import dev.millrace.eventsourcing.ViewStore.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Folds the commits of an entity into one of its rows.
final class RowFold<V, E> {
    private final Rows<V, E> rows;
    private final String name;
    private final Projection<V, E> projection;
    private final String key;
    private final ViewStore<V> store;
    private final Journal<?, E> journal;
    private final String entityId;

    RowFold(
            Rows<V, E> rows,
            String name,
            ViewStore<V> store,
            Journal<?, E> journal,
            String entityId) {
        this.rows = rows;
        this.name = name;
        this.projection = rows.projection(name);
        this.key = rows.key(entityId, name);
        this.store = store;
        this.journal = journal;
        this.entityId = entityId;
    }

    @Nullable Kept<V> load() {
        return store.load(key);
    }

    /// Saves the row after the commits.
    ///
    /// @param loaded the row that is expected in the store; if another one is there, it is loaded
    void save(@Nullable Kept<V> loaded, List<Commit<E>> commits) {
        var kept = loaded;
        for (var conflicts = conflicts(); ; conflicts.lost()) {
            var next = fold(kept, commits);
            if (next == null || next.equals(kept) || store.save(key, next, kept)) return;
            kept = load();
        }
    }

    void catchUp() {
        var kept = load();
        var missed = journal.read(entityId, version(kept));
        if (!missed.isEmpty()) save(kept, missed);
    }

    /// The stored row with all later commits of the journal, not saved; null if there is none, or
    /// the entity is erased.
    @Nullable Kept<V> current() {
        var kept = load();
        var missed = journal.read(entityId, version(kept));
        return Commit.isErased(missed) ? null : fold(kept, missed);
    }

    /// Replaces the row of an erased entity with a deleted one, even if it is ahead of the journal.
    ///
    /// @param end the number of the erased commit that ends the journal
    Rebuilt<V> erase(long end) {
        for (var conflicts = conflicts(); ; conflicts.lost()) {
            var row = new Deleted<V>(end);
            var replaced = store.replace(key, row);
            if (replaced != Replaced.NEWER) return new Rebuilt<>(row, replaced == Replaced.WRITTEN);
            var ahead = load();
            if (ahead == null) continue;
            var gone = new Deleted<V>(ahead.version());
            if (ahead.equals(gone) || store.save(key, gone, ahead)) {
                return new Rebuilt<>(gone, !ahead.equals(gone));
            }
        }
    }

    /// Takes a row that is ahead of the journal back to the journal's end. The row is read before
    /// the journal, so that a commit in between does not make it look ahead.
    ///
    /// @return what the row contains, in words; null if it is not ahead
    @Nullable String rewind(boolean isTrial) {
        for (var conflicts = conflicts(); ; conflicts.lost()) {
            var kept = load();
            var commits = journal.read(entityId, 0);
            var end = commits.isEmpty() ? 0 : commits.getLast().seq();
            if (kept == null || kept.version() <= end || Commit.isErased(commits)) return null;
            var row = fold(null, commits);
            if (isTrial || store.save(key, row == null ? new Deleted<>(0) : row, kept)) {
                return "contains commit %s, but the journal ends at %s"
                        .formatted(kept.version(), end);
            }
        }
    }

    /// Replaces the row with what the journal gives.
    ///
    /// @param commits all commits of the entity
    Rebuilt<V> rebuild(List<Commit<E>> commits) {
        var row = requireNonNull(fold(null, commits));
        for (var conflicts = conflicts(); ; conflicts.lost()) {
            var replaced = store.replace(key, row);
            if (replaced != Replaced.NEWER) return new Rebuilt<>(row, replaced == Replaced.WRITTEN);
            var all = journal.read(entityId, 0);
            if (Commit.isErased(all)) return new Rebuilt<>(row, false);
            var next = fold(null, all);
            // The commits of a row were in the journal. If it has no new one, the row is ahead.
            if (next == null || next.version() == row.version()) throw ahead(row);
            row = next;
        }
    }

    /// An erased commit changes no row: the erasure itself replaces the rows.
    private @Nullable Kept<V> fold(@Nullable Kept<V> kept, List<Commit<E>> commits) {
        var next = kept;
        for (var commit : commits) {
            if (commit.isErased()) return next;
            if (commit.seq() <= version(next)) continue;
            if (commit.seq() > version(next) + 1) return toTheEnd(next);
            next = after(next, commit);
        }
        return next;
    }

    private @Nullable Kept<V> toTheEnd(@Nullable Kept<V> kept) {
        var next = kept;
        for (var missed : journal.read(entityId, version(kept))) {
            if (missed.isErased()) return next;
            next = after(next, missed);
        }
        return next;
    }

    private Kept<V> after(@Nullable Kept<V> kept, Commit<E> commit) {
        var before = kept instanceof Row<V>(var value, _) ? value : null;
        var value = rows.names(commit).contains(name) ? projection.project(before, commit) : before;
        return value == null ? new Deleted<>(commit.seq()) : new Row<>(value, commit.seq());
    }

    private static long version(@Nullable Kept<?> kept) {
        return kept == null ? 0 : kept.version();
    }

    /// Other writers finish quickly, so the row is read again without a wait.
    private Conflicts conflicts() {
        return new Conflicts("the row of " + key, _ -> {});
    }

    private IllegalStateException ahead(Kept<V> row) {
        return new IllegalStateException(
                "the row of %s is ahead of its journal, which ends at commit %s, and was not changed. After a restore, run ./millrace ahead --reconcile; if the entity was erased, erase it again"
                        .formatted(key, row.version()));
    }
}
