package dev.millrace.eventsourcing.process;

import org.jspecify.annotations.Nullable;

/// Says when the entities of a type may be erased: the service's own rule.
@FunctionalInterface
public interface Erasure<S> {
    /// What prevents the erasure of an entity, in words: something that the entity may still do, or
    /// that has to be done for it outside of the library's tables. Null if nothing does.
    @Nullable String task(String entityId, S state);
}
