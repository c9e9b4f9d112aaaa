package dev.millrace.eventsourcing.process;

import org.jspecify.annotations.Nullable;

/// When the entities of a type may be erased: the service's own rule.
///
/// @see Eraser
@FunctionalInterface
public interface Erasure<S> {
    /// What an entity may still do, in words; absent if its life is over and nothing outside the
    /// library's tables has to be done for it.
    @Nullable String task(String entityId, S state);
}
