package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.process.Source.Routed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A source of a process and the journal of its entities.
record SourceReader<E, I>(Source<E, I> source, Journal<?, E> journal) {
    static <E, I> SourceReader<E, I> of(Source<E, I> source, Ports ports) {
        return new SourceReader<>(source, ports.journal(source.type()));
    }

    /// The instances that a commit concerns.
    Set<String> keys(Commit<E> commit) {
        var keys = new LinkedHashSet<String>();
        for (var event : commit.events()) {
            source.routing().route(commit, event).ifPresent(routed -> keys.add(routed.key()));
        }
        return keys;
    }

    /// Leaves a commit for later: its journal holds it.
    void passOver(InstanceUpdate<?, I> update, Commit<E> commit) {
        var entity = entity(commit.entityId());
        if (commit.seq() > update.markOf(entity)) update.passOver(entity);
    }

    /// Handles an entity's journal from the mark on.
    ///
    /// @return false if the journal's end was not reached: the write has no room, or a later commit
    ///   cannot be read, which the next write meets first
    boolean catchUp(InstanceUpdate<?, I> update, String entityId) {
        if (update.room() == 0) return false;
        var read = read(entityId, update.markOf(entity(entityId)), update.room());
        for (var commit : read.commits()) {
            if (update.room() == 0) return false;
            apply(update, commit);
        }
        return read.isToTheEnd();
    }

    private record Read<E>(List<Commit<E>> commits, boolean isToTheEnd) {}

    /// Reads fewer commits if a later one cannot be read: it does not block those before it.
    private Read<E> read(String entityId, long after, int most) {
        try {
            var commits = journal.read(entityId, after, most);
            return new Read<>(commits, commits.size() < most);
        } catch (IllegalArgumentException unreadable) {
            if (most == 1) throw unreadable;
            return new Read<>(read(entityId, after, most / 2).commits(), false);
        }
    }

    /// Whether anything in an entity's journal starts the instance.
    boolean starts(InstanceUpdate<?, I> update, String entityId) {
        return journal.read(entityId, update.markOf(entity(entityId))).stream()
                .anyMatch(commit -> starts(update, commit));
    }

    boolean starts(InstanceUpdate<?, I> update, Commit<E> commit) {
        return commit.events().stream()
                .flatMap(event -> source.routing().route(commit, event).stream())
                .anyMatch(routed -> isFor(update, routed) && update.concerns(routed.input()));
    }

    void apply(InstanceUpdate<?, I> update, Commit<E> commit) {
        var entity = entity(commit.entityId());
        var name = commit.name(entity.type());
        update.begin(name, entity);
        update.count();
        if (update.skips(name)) update.applySkip(name, null, commit.correlationId());
        else applyEvents(update, commit, name);
        update.mark(entity, commit.seq());
    }

    private void applyEvents(InstanceUpdate<?, I> update, Commit<E> commit, String name) {
        for (var index = 0; index < commit.events().size(); index++) {
            var id = name + "/" + index;
            source.routing()
                    .route(commit, commit.events().get(index))
                    .filter(routed -> isFor(update, routed))
                    .ifPresent(routed -> update.apply(routed.input(), id, commit.correlationId()));
        }
    }

    private static boolean isFor(InstanceUpdate<?, ?> update, Routed<?> routed) {
        return routed.key().equals(update.before().key());
    }

    private EntityRef entity(String entityId) {
        return new EntityRef(source.type().name(), entityId);
    }
}
