package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A journal whose later commits cannot be read, as if newer code had written them.
///
/// @param last the number of the last commit that can be read
record ReadableUpTo<S, E>(AtomicLong last, Journal<S, E> journal) implements Journal<S, E> {
    @Override
    public History<S, E> load(String entityId) {
        return journal.load(entityId);
    }

    @Override
    public Appended<E> append(Commit<E> commit, @Nullable Snapshot<S> snapshot) {
        return journal.append(commit, snapshot);
    }

    @Override
    public void overwrite(Commit<E> erased) {
        journal.overwrite(erased);
    }

    @Override
    public @Nullable Commit<E> find(String entityId, String commandId, Instant since) {
        return journal.find(entityId, commandId, since);
    }

    @Override
    public List<Commit<E>> read(String entityId, long after, int most) {
        var commits = journal.read(entityId, after, most);
        if (!commits.isEmpty() && commits.getLast().seq() > last.get())
            throw new IllegalArgumentException("newer code wrote it");
        return commits;
    }
}
