package dev.millrace.eventsourcing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one command did to one entity: the unit that is written, streamed and folded, whole or not
/// at all.
///
/// @param seq the commit's number: 1, 2, 3 … without a gap; the entity's version after it
/// @param at when it was decided
/// @param by who sent which command, in persisted names: `http RegisterParcel`
public record Commit<E>(
        String entityId,
        long seq,
        List<E> events,
        Instant at,
        String commandId,
        String by,
        String correlationId,
        @Nullable String causationId) {

    public Commit {
        events = List.copyOf(events);
        if (seq < 1)
            throw new IllegalArgumentException("a commit's number begins at 1, not " + seq);
    }

    /// What remains of a commit once its entity is erased: the number. After an erased commit come
    /// only erased ones.
    ///
    /// @param at when the entity was erased
    public static <E> Commit<E> erased(String entityId, long seq, Instant at) {
        return new Commit<>(entityId, seq, List.of(), at, "", "", "", null);
    }

    /// Whether its entity is erased. An erased commit has no events and no command.
    public boolean isErased() {
        return commandId.isEmpty();
    }

    /// Whether an entity is erased that has these commits: its last ones.
    public static boolean isErased(List<? extends Commit<?>> commits) {
        return !commits.isEmpty() && commits.getLast().isErased();
    }

    /// Its name among the commits of all types: `Parcel#4k2…/3`.
    public String name(String type) {
        return type + "#" + entityId + "/" + seq;
    }

    /// The id of one of its events, within the entity's type: `<entity>/<seq>/<index>`.
    public String eventId(int index) {
        return entityId + "/" + seq + "/" + index;
    }
}
