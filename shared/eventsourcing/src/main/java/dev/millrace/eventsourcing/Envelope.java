package dev.millrace.eventsourcing;

import java.time.Instant;

/// The position of an event in the journal: its entity, its commit, and its place in the commit.
///
/// @param seq the number of the commit
/// @param index of the event in the commit, from 0
/// @param at when the commit was decided
public record Envelope(EntityRef entity, long seq, int index, Instant at, String correlationId) {
    public static Envelope of(EntityRef entity, Commit<?> commit, int index) {
        return new Envelope(entity, commit.seq(), index, commit.at(), commit.correlationId());
    }

    /// The id of the event within the entity's type: `<entity>/<seq>/<index>`.
    public String eventId() {
        return entity.id() + "/" + seq + "/" + index;
    }
}
