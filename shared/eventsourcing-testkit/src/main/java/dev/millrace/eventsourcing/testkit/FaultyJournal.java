package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Snapshot;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A journal whose calls go through [PortCalls]: `load <id>`, `append <id> <seq>`, `overwrite <id>
/// <seq>`, `read <id> <after>`, `find <id>`.
public record FaultyJournal<S, E>(Journal<S, E> journal, PortCalls calls) implements Journal<S, E> {

    @Override
    public History<S, E> load(String entityId) {
        return calls.call("load " + entityId, () -> journal.load(entityId));
    }

    @Override
    public Appended<E> append(Commit<E> commit, @Nullable Snapshot<S> snapshot) {
        return calls.call(
                "append %s %s".formatted(commit.entityId(), commit.seq()),
                () -> journal.append(commit, snapshot));
    }

    @Override
    public void overwrite(Commit<E> erased) {
        calls.call(
                "overwrite %s %s".formatted(erased.entityId(), erased.seq()),
                () -> {
                    journal.overwrite(erased);
                    return true;
                });
    }

    @Override
    public @Nullable Commit<E> find(String entityId, String commandId, Instant since) {
        return calls.<@Nullable Commit<E>>call(
                "find " + entityId, () -> journal.find(entityId, commandId, since));
    }

    @Override
    public List<Commit<E>> read(String entityId, long after, int most) {
        return calls.call(
                "read %s %s".formatted(entityId, after), () -> journal.read(entityId, after, most));
    }
}
