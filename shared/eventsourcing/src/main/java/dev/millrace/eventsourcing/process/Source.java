package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Journal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Events of one type of entity, as inputs of a process.
///
/// @param type the entities' persisted name
/// @param journal theirs
/// @param reading what an event says to the process, and to which instance
/// @param home the entity whose journal an instance takes when something else starts it: its
///   commits came before
public record Source<E, I>(
        String type,
        Journal<?, E> journal,
        Reading<E, I> reading,
        Function<String, Optional<String>> home) {

    /// Reads one event of a commit; empty where it says nothing to the process.
    @FunctionalInterface
    public interface Reading<E, I> {
        Optional<Said<I>> read(Commit<E> commit, E event);
    }

    /// An input, and the key of the instance it is for.
    public record Said<I>(String key, I input) {}

    /// The instances a commit concerns.
    Set<String> keys(Commit<E> commit) {
        var keys = new LinkedHashSet<String>();
        for (var event : commit.events()) {
            reading.read(commit, event).ifPresent(said -> keys.add(said.key()));
        }
        return keys;
    }

    /// Leaves a commit for later: its journal holds it.
    void passOver(Turn<?, I> turn, Commit<E> told) {
        var entity = entity(told.entityId());
        if (told.seq() > turn.markOf(entity)) turn.passOver(entity);
    }

    /// Handles an entity's journal from the mark on.
    ///
    /// @return false where the journal's end was not reached: the write has no room, or a later
    ///   commit cannot be read, which the next write meets first
    <S> boolean catchUp(Turn<S, I> turn, String entityId) {
        if (turn.room() == 0) return false;
        var read = read(entityId, turn.markOf(entity(entityId)), turn.room());
        for (var commit : read.commits()) {
            if (turn.room() == 0) return false;
            fold(turn, commit);
        }
        return read.isToTheEnd();
    }

    private record Read<E>(List<Commit<E>> commits, boolean isToTheEnd) {}

    /// Reads fewer commits where a later one cannot be read: it does not block those before it.
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
    <S> boolean starts(Turn<S, I> turn, String entityId) {
        return journal.read(entityId, turn.markOf(entity(entityId))).stream()
                .anyMatch(commit -> starts(turn, commit));
    }

    <S> boolean starts(Turn<S, I> turn, Commit<E> commit) {
        return commit.events().stream()
                .flatMap(event -> reading.read(commit, event).stream())
                .anyMatch(said -> isFor(turn, said) && turn.concerns(said.input()));
    }

    <S> void fold(Turn<S, I> turn, Commit<E> commit) {
        var entity = entity(commit.entityId());
        var id = name(commit);
        turn.begin(id, entity);
        turn.count();
        if (turn.skips(id)) turn.takeSkip(id, null, commit.correlationId());
        else foldEvents(turn, commit, id);
        turn.mark(entity, commit.seq());
    }

    private <S> void foldEvents(Turn<S, I> turn, Commit<E> commit, String id) {
        for (var index = 0; index < commit.events().size(); index++) {
            var eventId = id + "/" + index;
            reading.read(commit, commit.events().get(index))
                    .filter(said -> isFor(turn, said))
                    .ifPresent(said -> turn.take(said.input(), eventId, commit.correlationId()));
        }
    }

    private static boolean isFor(Turn<?, ?> turn, Said<?> said) {
        return said.key().equals(turn.before().key());
    }

    private String name(Commit<E> commit) {
        return entity(commit.entityId()) + "/" + commit.seq();
    }

    private EntityRef entity(String entityId) {
        return new EntityRef(type, entityId);
    }
}
