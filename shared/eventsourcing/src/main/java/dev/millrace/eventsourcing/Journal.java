package dev.millrace.eventsourcing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commits of all entities of one type. They are only appended; an erasure overwrites them.
///
/// Every adapter passes the same contract (`JournalContract` in the test kit).
public interface Journal<S, E> {

    /// Reads the newest usable snapshot and the commits after it, strongly consistent, in one round
    /// trip however long the history is. For an erased entity it returns only the last commit.
    History<S, E> load(String entityId);

    /// Writes a commit, and the snapshot after it if one is given, unless its number is in use.
    Appended<E> append(Commit<E> commit, @Nullable Snapshot<S> snapshot);

    /// Overwrites a commit, and the snapshot written with it, with its erased form. Its number
    /// stays in use.
    ///
    /// @throws IllegalStateException if there is no commit of that number
    void overwrite(Commit<E> erased);

    /// The commits after a number, erased ones included, in order, strongly consistent.
    ///
    /// @param most the maximum number of commits; later ones are not read, so that one that cannot
    ///   be read does not block those before it
    /// @throws IllegalArgumentException if one of them cannot be read
    List<Commit<E>> read(String entityId, long after, int most);

    /// The commit of a number, strongly consistent.
    ///
    /// @throws IllegalArgumentException if it cannot be read
    /// @throws IllegalStateException if there is none
    default Commit<E> commit(String entityId, long seq) {
        return read(entityId, seq - 1, 1).stream()
                .filter(commit -> commit.seq() == seq)
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "%s/%s is not in the journal".formatted(entityId, seq)));
    }

    /// The number of the last commit, strongly consistent; 0 if there is none.
    default long head(String entityId) {
        var history = load(entityId);
        if (!history.commits().isEmpty()) return history.commits().getLast().seq();
        return history.snapshot() == null ? 0 : history.snapshot().version();
    }

    /// The commits after a number to the journal's end, in order, strongly consistent.
    default List<Commit<E>> read(String entityId, long after) {
        return read(entityId, after, Integer.MAX_VALUE);
    }

    /// The commit that a command made, searched from the journal's end back to a time; null if
    /// there is none. Strongly consistent.
    ///
    /// @param since earlier commits are not searched
    @Nullable Commit<E> find(String entityId, String commandId, Instant since);

    /// @param snapshot null if the commits go back to the first
    /// @param commits those after the snapshot, in order
    record History<S, E>(@Nullable Snapshot<S> snapshot, List<Commit<E>> commits) {
        public History {
            commits = List.copyOf(commits);
        }

        /// Whether the entity is erased.
        public boolean isErased() {
            return Commit.isErased(commits);
        }
    }

    /// The result of an append.
    sealed interface Appended<E> {
        record Written<E>() implements Appended<E> {}

        /// A commit with that number exists: another writer's, or our own from an append whose
        /// answer was lost.
        record Conflict<E>(Commit<E> commit) implements Appended<E> {}
    }
}
