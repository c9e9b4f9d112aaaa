package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A journal in memory. Thread-safe. It is stricter than [Journal] in one way: it throws an
/// [IllegalArgumentException] for a commit that would leave a gap, which is a defect of its writer.
public final class InMemoryJournal<S, E> implements Journal<S, E> {
    private final EntityType<S, ?, E, ?> type;
    private final Map<String, List<Entry<S, E>>> byEntity;

    private record Entry<S, E>(
            Commit<E> commit, @Nullable Snapshot<S> snapshot, int snapshotVersion) {}

    public InMemoryJournal(EntityType<S, ?, E, ?> type) {
        this(type, new HashMap<>());
    }

    private InMemoryJournal(EntityType<S, ?, E, ?> type, Map<String, List<Entry<S, E>>> byEntity) {
        this.type = type;
        this.byEntity = byEntity;
    }

    /// The same commits, read and written by code that declares the entity with another type.
    public InMemoryJournal<S, E> as(EntityType<S, ?, E, ?> other) {
        return new InMemoryJournal<>(other, byEntity);
    }

    /// The ids of the entities that have commits, sorted.
    public List<String> ids() {
        synchronized (byEntity) {
            return byEntity.keySet().stream().sorted().toList();
        }
    }

    @Override
    public History<S, E> load(String entityId) {
        synchronized (byEntity) {
            for (var entry : entries(entityId).reversed()) {
                if (entry.commit().isErased()) {
                    return new History<>(null, List.of(entry.commit()));
                }
                var snapshot = entry.snapshot();
                if (snapshot != null && entry.snapshotVersion() == type.snapshotVersion())
                    return new History<>(snapshot, read(entityId, snapshot.version()));
            }
            return new History<>(null, read(entityId, 0));
        }
    }

    @Override
    public Appended<E> append(Commit<E> commit, @Nullable Snapshot<S> snapshot) {
        synchronized (byEntity) {
            var entries = byEntity.computeIfAbsent(commit.entityId(), _ -> new ArrayList<>());
            if (commit.seq() <= entries.size())
                return new Appended.Conflict<>(
                        entries.get(Math.toIntExact(commit.seq()) - 1).commit());
            if (commit.seq() > entries.size() + 1)
                throw new IllegalArgumentException(
                        "%s has %s commits; commit %s would leave a gap"
                                .formatted(commit.entityId(), entries.size(), commit.seq()));
            entries.add(new Entry<>(commit, snapshot, type.snapshotVersion()));
            return new Appended.Written<>();
        }
    }

    @Override
    public void overwrite(Commit<E> erased) {
        synchronized (byEntity) {
            var entries = entries(erased.entityId());
            if (erased.seq() > entries.size()) {
                throw new IllegalStateException(
                        "%s has no commit %s".formatted(erased.entityId(), erased.seq()));
            }
            var entry = new Entry<S, E>(erased, null, type.snapshotVersion());
            entries.set(Math.toIntExact(erased.seq()) - 1, entry);
        }
    }

    /// Removes the commits of an entity after a number, as a restore to an earlier time does.
    public void lose(String entityId, long after) {
        synchronized (byEntity) {
            var entries = entries(entityId);
            entries.subList(Math.toIntExact(after), entries.size()).clear();
        }
    }

    @Override
    public List<Commit<E>> read(String entityId, long after, int most) {
        synchronized (byEntity) {
            return entries(entityId).stream().skip(after).limit(most).map(Entry::commit).toList();
        }
    }

    @Override
    public @Nullable Commit<E> find(String entityId, String commandId, Instant since) {
        synchronized (byEntity) {
            return entries(entityId).reversed().stream()
                    .map(Entry::commit)
                    .takeWhile(commit -> !commit.isErased())
                    .takeWhile(commit -> !commit.at().isBefore(since))
                    .filter(commit -> commit.commandId().equals(commandId))
                    .findFirst()
                    .orElse(null);
        }
    }

    private List<Entry<S, E>> entries(String entityId) {
        return byEntity.getOrDefault(entityId, List.of());
    }
}
