package dev.millrace.eventsourcing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All events of one command to one entity: written, streamed and folded as a whole or not at all.
///
/// @param seq the commit's number: 1, 2, 3 … without a gap; the entity's version after it
/// @param at when the command was decided
/// @param by sender and command, in persisted names: `http RegisterParcel`
/// @param causationId the event or command that caused it; null if it came from outside
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
            throw new IllegalArgumentException("a commit's number is 1 or more, not " + seq);
    }

    /// An erased commit: only its number and the time of the erasure are left. All commits after an
    /// erased commit are erased, too.
    ///
    /// @param at when the entity was erased
    public static <E> Commit<E> erased(String entityId, long seq, Instant at) {
        return new Commit<>(entityId, seq, List.of(), at, "", "", "", null);
    }

    /// Whether this commit is erased. An erased commit has no events and no command.
    public boolean isErased() {
        return commandId.isEmpty();
    }

    /// Whether the entity with these commits is erased. They must include its last commit.
    public static boolean isErased(List<? extends Commit<?>> commits) {
        return !commits.isEmpty() && commits.getLast().isErased();
    }

    /// The commit's name among the commits of all types: `Parcel#4k2…/3`.
    public String name(String type) {
        return type + "#" + entityId + "/" + seq;
    }

    /// The id of an event of this commit, within the entity's type: `<entity>/<seq>/<index>`.
    public String eventId(int index) {
        return entityId + "/" + seq + "/" + index;
    }
}
