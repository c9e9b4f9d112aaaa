package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.EntityRef;
import java.time.Instant;

/// The list of all entities that were erased. It has ids only, and it is kept apart from what a
/// restore replaces: after a restore, all of them are erased again.
public interface ErasedEntities {
    /// Adds an entity, which may be on the list.
    void add(EntityRef entity, Instant at);

    boolean contains(EntityRef entity);
}
