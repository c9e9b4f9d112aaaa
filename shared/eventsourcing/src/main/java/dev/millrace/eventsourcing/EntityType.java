package dev.millrace.eventsourcing;

import java.util.List;
import java.util.function.Predicate;

/// One type of entity: its persisted name, its rules, and the persisted names of its commands,
/// events and states.
///
/// @param name persisted in every key of its journal
/// @param begins whether a command begins an entity; the decider must reject such a command for an
///   entity that exists
/// @param snapshotVersion raise it whenever the shape of the states changes: older snapshots are
///   then ignored
/// @param snapshotInterval the number of commits from one snapshot to the next; a longer interval
///   makes writes cheaper and loads more expensive
public record EntityType<S, C, E, R>(
        String name,
        Decider<S, C, E, R> decider,
        Predicate<C> begins,
        TypeNames<C> commands,
        TypeNames<E> events,
        TypeNames<S> states,
        int snapshotVersion,
        int snapshotInterval) {

    public EntityType {
        if (snapshotInterval < 1)
            throw new IllegalArgumentException(
                    name + ": a snapshot interval is 1 or more, not " + snapshotInterval);
    }

    /// With a snapshot every [Snapshot#INTERVAL] commits.
    public EntityType(
            String name,
            Decider<S, C, E, R> decider,
            Predicate<C> begins,
            TypeNames<C> commands,
            TypeNames<E> events,
            TypeNames<S> states,
            int snapshotVersion) {
        this(name, decider, begins, commands, events, states, snapshotVersion, Snapshot.INTERVAL);
    }

    /// This type, with a snapshot every so many commits.
    public EntityType<S, C, E, R> withSnapshotEvery(int commits) {
        return new EntityType<>(
                name, decider, begins, commands, events, states, snapshotVersion, commits);
    }

    boolean isSnapshotDue(long version) {
        return version % snapshotInterval == 0;
    }

    /// The snapshot before the first commit.
    public Snapshot<S> nothing() {
        return new Snapshot<>(0, decider.initial(), List.of());
    }

    /// The state after all of an entity's commits.
    public S state(List<Commit<E>> commits) {
        var state = decider.initial();
        for (var commit : commits) state = decider.evolve(state, commit.events());
        return state;
    }

    /// The snapshot one commit later.
    ///
    /// @throws IllegalArgumentException if the commit is not the next one
    public Snapshot<S> after(Snapshot<S> before, Commit<E> commit) {
        if (commit.seq() != before.version() + 1) {
            throw new IllegalArgumentException(
                    "%s %s: commit %s cannot follow version %s"
                            .formatted(name, commit.entityId(), commit.seq(), before.version()));
        }
        return before.next(decider.evolve(before.state(), commit.events()), commit.commandId());
    }
}
