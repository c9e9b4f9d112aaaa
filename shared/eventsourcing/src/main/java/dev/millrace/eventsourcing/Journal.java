package dev.millrace.eventsourcing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The commits of all entities of one type. They are only appended; an erasure overwrites them.
///
/// Every adapter passes the same contract (`JournalContract` in the test kit).
public interface Journal<S, E> {

    /// The newest usable snapshot and the commits after it, strongly consistent, in one round trip
    /// however long the history is. Of an erased entity only the last commit.
    History<S, E> load(String entityId);

    /// Writes a commit, and the snapshot after it where one is given, if no commit of that number
    /// stands.
    Appended<E> append(Commit<E> commit, @Nullable Snapshot<S> snapshot);

    /// Overwrites a commit, and the snapshot written with it, by what remains of it once its entity
    /// is erased. The number stays taken.
    ///
    /// @throws IllegalStateException if there is no commit of that number
    void overwrite(Commit<E> erased);

    /// The commits after a number, in order, strongly consistent. Of an erased entity, erased ones.
    ///
    /// @param most how many are read, at most: later ones are not looked at, so that one that
    ///   cannot be read does no harm to those before it
    /// @throws IllegalArgumentException where one of them cannot be read
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

    /// The commit that a command made, searched from the journal's end back to a time; absent if
    /// there is none. Strongly consistent.
    ///
    /// @param since commits before it are not looked at
    @Nullable Commit<E> find(String entityId, String commandId, Instant since);

    /// @param snapshot absent where the commits go back to the first
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

    /// The answer to an append.
    sealed interface Appended<E> {
        record Written<E>() implements Appended<E> {}

        /// A commit of that number stands already: somebody else's, or our own whose answer was
        /// lost.
        record Conflict<E>(Commit<E> commit) implements Appended<E> {}
    }
}
