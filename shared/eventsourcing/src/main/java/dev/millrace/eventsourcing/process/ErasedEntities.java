package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.EntityRef;
import java.time.Instant;

/// The list of all entities that were erased, as ids only. It is stored apart from the tables that
/// a restore replaces: after a restore, all of these entities are erased again.
public interface ErasedEntities {
    /// Adds an entity. It may be on the list already.
    void add(EntityRef entity, Instant at);

    boolean contains(EntityRef entity);
}
