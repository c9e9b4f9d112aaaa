package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// How a commit changes a row of a view: pure, a commit whole.
@FunctionalInterface
public interface Projection<V, E> {

    /// @param row absent before the first commit, and after the row was deleted
    /// @return the row after the commit; absent to delete it
    @Nullable V project(@Nullable V row, Commit<E> commit);
}
