package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// How a commit changes a row of a view: pure, a commit whole.
@FunctionalInterface
public interface Projection<V, E> {

    /// @param row absent before the entity's first commit
    V project(@Nullable V row, Commit<E> commit);
}
