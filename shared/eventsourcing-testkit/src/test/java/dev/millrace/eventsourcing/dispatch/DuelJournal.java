package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Snapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A journal in which some commits are unreadable for a while.
record DuelJournal<S, E>(
        Journal<S, E> journal,
        EntityType<S, ?, E, ?> type,
        DuelTrouble trouble,
        Runnable whenCommitted)
        implements Journal<S, E> {
    @Override
    public History<S, E> load(String entityId) {
        var history = journal.load(entityId);
        history.commits().forEach(this::requireReadable);
        return history;
    }

    @Override
    public Appended<E> append(Commit<E> commit, @Nullable Snapshot<S> snapshot) {
        var answer = journal.append(commit, snapshot);
        switch (answer) {
            case Appended.Conflict<E>(var existing) -> requireReadable(existing);
            case Appended.Written<E> _ -> whenCommitted.run();
        }
        return answer;
    }

    @Override
    public void overwrite(Commit<E> erased) {
        journal.overwrite(erased);
    }

    @Override
    public List<Commit<E>> read(String entityId, long after, int most) {
        var commits = journal.read(entityId, after, most);
        commits.forEach(this::requireReadable);
        return commits;
    }

    @Override
    public @Nullable Commit<E> find(String entityId, String commandId, Instant since) {
        return journal.find(entityId, commandId, since);
    }

    private void requireReadable(Commit<E> commit) {
        trouble.requireReadable(commit.name(type.name()));
    }
}
