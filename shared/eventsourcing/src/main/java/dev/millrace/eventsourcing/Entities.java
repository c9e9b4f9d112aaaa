package dev.millrace.eventsourcing;

import dev.millrace.eventsourcing.Journal.Appended.Conflict;
import dev.millrace.eventsourcing.Journal.Appended.Written;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends commands to the entities of one type. This is the only way to change them.
///
/// One accepted command is one commit and one write. If the entity's state is cached, no read is
/// needed, otherwise one. A decision without events counts only if the state was read for this
/// command: otherwise the entity is read and the command is decided again. A command that begins an
/// entity needs no read: its events are written as the first commit. If another command made that
/// commit already, the command is decided on the state after it. An entity applies a command id
/// once among its last [Snapshot#REMEMBERED].
public final class Entities<S, C, E, R> {
    /// How far the clock of another machine may be behind.
    private static final Duration CLOCKS_DIFFER_BY = Duration.ofMinutes(5);

    private final EntityType<S, C, E, R> type;
    private final Journal<S, E> journal;
    private final InstantSource clock;
    private final Backoff backoff;
    private final SnapshotCache<S> cache;
    private final CommandListener listener;

    public Entities(
            EntityType<S, C, E, R> type,
            Journal<S, E> journal,
            InstantSource clock,
            Backoff backoff,
            CommandListener listener) {
        this.type = type;
        this.journal = journal;
        this.clock = clock;
        this.backoff = backoff;
        this.cache = new SnapshotCache<>();
        this.listener = listener;
    }

    /// Sends a command and returns its outcome.
    ///
    /// @throws Outage if the outcome is unknown. Send the same command again under the same id
    public Outcome<S, R> send(String entityId, C command, Trace trace) {
        return send(entityId, command, trace, null);
    }

    /// Sends a command that may have been sent before, as [#send(String, Object, Trace)] does. If
    /// the entity has had more commands than it remembers, its journal is searched for this one.
    ///
    /// @param sentBefore when the command may have been sent; null if this is the first time
    public Outcome<S, R> send(
            String entityId, C command, Trace trace, @Nullable SentBefore sentBefore) {
        var began = clock.instant();
        var outcome =
                type.begins().test(command)
                        ? begin(entityId, command, trace)
                        : decide(entityId, command, trace, sentBefore);
        var took = Duration.between(began, clock.instant());
        listener.decided(named(entityId), type.commands().nameOf(command), trace, outcome, took);
        return outcome;
    }

    /// Applies a commit from a stream to the cached state: the next command need not read it.
    public void learn(Commit<E> commit) {
        if (commit.isErased()) {
            cache.remove(commit.entityId());
            return;
        }
        var known = commit.seq() == 1 ? type.nothing() : cache.get(commit.entityId());
        if (known != null && known.version() == commit.seq() - 1) {
            cache.put(commit.entityId(), type.after(known, commit));
        }
    }

    private Outcome<S, R> begin(String entityId, C command, Trace trace) {
        var nothing = type.nothing();
        return switch (type.decider().decide(nothing.state(), command)) {
            case Decision.Rejected(var reason) -> new Outcome.Rejected<>(reason);
            case Decision.Accepted(var events) -> {
                var commit = commit(entityId, 1, events, command, trace);
                yield switch (journal.append(commit, null)) {
                    case Written() -> accepted(entityId, type.after(nothing, commit));
                    case Conflict(var existing) when existing.isErased() -> erased(entityId);
                    case Conflict(var existing)
                            when existing.commandId().equals(trace.commandId()) ->
                            accepted(entityId, type.after(nothing, existing));
                    case Conflict(var existing) -> rejected(type.after(nothing, existing), command);
                };
            }
        };
    }

    private Outcome<S, R> rejected(Snapshot<S> existing, C command) {
        return switch (type.decider().decide(existing.state(), command)) {
            case Decision.Rejected(var reason) -> new Outcome.Rejected<>(reason);
            case Decision.Accepted(_) ->
                    throw new IllegalStateException(
                            "%s begins an entity, but an existing entity accepts it"
                                    .formatted(type.commands().nameOf(command)));
        };
    }

    private Outcome<S, R> decide(
            String entityId, C command, Trace trace, @Nullable SentBefore sentBefore) {
        var cached = cache.get(entityId);
        var known = cached == null ? read(entityId) : new Known<>(cached, false);
        var name = type.commands().nameOf(command);
        var conflicts = new Conflicts(named(entityId) + ": " + name, backoff);
        while (known != null) {
            var snapshot = known.snapshot();
            if (snapshot.hasApplied(trace.commandId())
                    || hasForgotten(entityId, snapshot, trace.commandId(), sentBefore)) {
                return accepted(entityId, snapshot);
            }
            var decision = type.decider().decide(snapshot.state(), command);
            if (decision.events().isEmpty()) {
                if (known.fresh()) return unchanged(entityId, snapshot, decision);
                known = read(entityId);
                continue;
            }
            var commit =
                    commit(entityId, snapshot.version() + 1, decision.events(), command, trace);
            var next = type.after(snapshot, commit);
            switch (journal.append(commit, type.isSnapshotDue(next.version()) ? next : null)) {
                case Written() -> {
                    return accepted(entityId, next);
                }
                case Conflict(var existing) -> {
                    listener.conflicted(named(entityId), name, trace);
                    if (existing.isErased()) return erased(entityId);
                    known =
                            conflicts.lostFirst()
                                    ? new Known<>(type.after(snapshot, existing), false)
                                    : read(entityId);
                }
            }
        }
        return erased(entityId);
    }

    /// Whether a command was applied so long ago that the snapshot does not remember it.
    private boolean hasForgotten(
            String entityId,
            Snapshot<S> snapshot,
            String commandId,
            @Nullable SentBefore sentBefore) {
        return sentBefore != null
                && sentBefore.isLikely(clock.instant())
                && snapshot.version() > Snapshot.REMEMBERED
                && journal.find(entityId, commandId, sentBefore.since().minus(CLOCKS_DIFFER_BY))
                        != null;
    }

    private Outcome<S, R> unchanged(
            String entityId, Snapshot<S> snapshot, Decision<E, R> decision) {
        return switch (decision) {
            case Decision.Accepted(_) -> accepted(entityId, snapshot);
            case Decision.Rejected(var reason) -> new Outcome.Rejected<>(reason);
        };
    }

    /// A snapshot, and whether it was read for this very command.
    private record Known<S>(Snapshot<S> snapshot, boolean fresh) {}

    /// @return null if the entity is erased
    private @Nullable Known<S> read(String entityId) {
        var history = journal.load(entityId);
        if (history.isErased()) return null;
        var snapshot = history.snapshot() == null ? type.nothing() : history.snapshot();
        for (var commit : history.commits()) snapshot = type.after(snapshot, commit);
        cache.put(entityId, snapshot);
        return new Known<>(snapshot, true);
    }

    private Commit<E> commit(String entityId, long seq, List<E> events, C command, Trace trace) {
        return new Commit<>(
                entityId,
                seq,
                events,
                clock.instant(),
                trace.commandId(),
                trace.sender() + " " + type.commands().nameOf(command),
                trace.correlationId(),
                trace.causationId());
    }

    private Outcome<S, R> accepted(String entityId, Snapshot<S> snapshot) {
        cache.put(entityId, snapshot);
        return new Outcome.Accepted<>(snapshot.state(), snapshot.version());
    }

    private Outcome<S, R> erased(String entityId) {
        cache.remove(entityId);
        return new Outcome.Erased<>();
    }

    private String named(String entityId) {
        return new EntityRef(type.name(), entityId).toString();
    }
}
