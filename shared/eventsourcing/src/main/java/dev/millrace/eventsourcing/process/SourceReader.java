package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Journal;
import dev.millrace.eventsourcing.process.OtherEntities.Numbered;
import dev.millrace.eventsourcing.process.Source.BeforeStart;
import dev.millrace.eventsourcing.process.Source.Routed;
import dev.millrace.eventsourcing.process.StatefulProcess.Interest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Reads one source of a process: routes its commits, and reads the journals of its entities.
record SourceReader<E, I>(
        Source<E, I> source, Journal<?, E> journal, StatefulProcess<?, I> process, Ports ports) {
    static <E, I> SourceReader<E, I> of(
            Source<E, I> source, StatefulProcess<?, I> process, Ports ports) {
        return new SourceReader<>(source, ports.journal(source.type()), process, ports);
    }

    /// The keys of the instances that a commit concerns.
    Set<String> keys(Commit<E> commit) {
        var keys = new LinkedHashSet<String>();
        for (var event : commit.events()) {
            source.routing().route(commit, event).ifPresent(routed -> keys.add(routed.key()));
        }
        return keys;
    }

    /// The instances that the commits of an entity concern, and the one whose home it is.
    @SuppressWarnings("unchecked") // by their entity's type, their events are those of the source
    Set<String> keys(EntityRef entity, List<? extends Commit<?>> commits) {
        var keys = new LinkedHashSet<String>();
        if (source.isHome()) keys.add(entity.id());
        for (var commit : commits) keys.addAll(keys((Commit<E>) commit));
        return keys;
    }

    EntityRef entity(Commit<E> commit) {
        return source.entity(commit.entityId());
    }

    Numbered numbered(Commit<E> commit) {
        return new Numbered(entity(commit), commit.seq(), commit.at());
    }

    boolean isOfHome(InstanceUpdate<?, I> update, Commit<E> commit) {
        return entity(commit).equals(update.home());
    }

    /// Leaves a commit for later: it is in its journal.
    void passOver(InstanceUpdate<?, I> update, Commit<E> commit) {
        if (isOfHome(update, commit)) {
            if (commit.seq() > update.markOf(entity(commit))) update.passOver(entity(commit));
        } else if (!update.hasFinished()
                && isOfInterest(update, commit)
                && (update.hasStarted() || remembers() || starts(update, commit))
                && !isKnown(update, commit)) {
            update.expect(numbered(commit));
        }
    }

    /// Whether a commit of another entity was handled. A commit whose time is at or below the floor
    /// counts as handled. That is reported, since it may not have been.
    boolean isKnown(InstanceUpdate<?, I> update, Commit<E> commit) {
        var others = update.others();
        if (others.hasHandled(entity(commit), commit.seq())) return true;
        if (!others.isBelowFloor(commit.at())) return false;
        var name = commit.name(source.type().name());
        ports.listener().belowFloor(process.type().name(), update.before().key(), name);
        return true;
    }

    /// Whether a commit may ever concern the instance.
    boolean isOfInterest(InstanceUpdate<?, I> update, Commit<E> commit) {
        return inputs(update, commit)
                .anyMatch(routed -> process.interest(routed.input()) != Interest.NONE);
    }

    /// Whether an instance that has not started records commits of other entities for its start.
    boolean remembers() {
        return source.beforeStart() == BeforeStart.REMEMBER;
    }

    /// Handles the home's journal from the mark on.
    ///
    /// @return false if the journal's end was not reached: the write has no room, or a later commit
    ///   cannot be read, with which the next write begins
    boolean catchUp(InstanceUpdate<?, I> update, String entityId) {
        if (update.room() == 0) return false;
        var mark = update.markOf(source.entity(entityId));
        var page = JournalFeed.page(journal, entityId, mark, update.room());
        for (var commit : page.commits()) {
            if (update.room() == 0) return false;
            apply(update, commit);
            learn(source.type(), commit);
        }
        return page.isLast();
    }

    /// Learns a commit, so that a command that follows needs no read of the journal.
    private void learn(EntityType<?, ?, E, ?> type, Commit<E> commit) {
        if (process.type().commands().contains(type)) ports.learn(type, commit);
    }

    /// Handles an outstanding commit of another entity, read by its key.
    void applyOutstanding(InstanceUpdate<?, I> update, Numbered commit) {
        apply(update, read(commit));
    }

    private Commit<E> read(Numbered commit) {
        return journal.commit(commit.entity().id(), commit.seq());
    }

    /// Whether a commit of the home after the mark starts the instance.
    boolean homeStarts(InstanceUpdate<?, I> update, EntityRef home) {
        return journal.read(home.id(), update.markOf(home)).stream()
                .anyMatch(commit -> starts(update, commit));
    }

    /// Whether an outstanding commit starts the instance.
    boolean outstandingStarts(InstanceUpdate<?, I> update, Numbered commit) {
        return starts(update, read(commit));
    }

    /// Whether a commit starts the instance. One that was skipped does not.
    boolean starts(InstanceUpdate<?, I> update, Commit<E> commit) {
        return !update.skips(commit.name(source.type().name()))
                && inputs(update, commit).anyMatch(routed -> update.concerns(routed.input()));
    }

    private Stream<Routed<I>> inputs(InstanceUpdate<?, I> update, Commit<E> commit) {
        return commit.events().stream()
                .flatMap(event -> source.routing().route(commit, event).stream())
                .filter(routed -> isFor(update, routed));
    }

    void apply(InstanceUpdate<?, I> update, Commit<E> commit) {
        var entity = entity(commit);
        var name = commit.name(entity.type());
        update.begin(name, entity);
        update.count();
        if (update.skips(name)) update.applySkip(name, null, commit.correlationId());
        else applyEvents(update, commit, name);
        if (isOfHome(update, commit)) update.mark(entity, commit.seq());
        else update.markHandled(numbered(commit));
    }

    private void applyEvents(InstanceUpdate<?, I> update, Commit<E> commit, String name) {
        for (var index = 0; index < commit.events().size(); index++) {
            var id = name + "/" + index;
            source.routing()
                    .route(commit, commit.events().get(index))
                    .filter(routed -> isFor(update, routed))
                    .ifPresent(routed ->
                            update.apply(routed.input(), id, commit.correlationId(), commit.at()));
        }
    }

    private static boolean isFor(InstanceUpdate<?, ?> update, Routed<?> routed) {
        return routed.key().equals(update.before().key());
    }
}
