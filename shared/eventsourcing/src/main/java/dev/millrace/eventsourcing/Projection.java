package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// Computes how a commit changes a row of a view: a pure function of the row and the whole commit.
@FunctionalInterface
public interface Projection<V, E> {

    /// @param row null before the first commit, and after the row was deleted
    /// @return the row after the commit; null to delete it
    @Nullable V project(@Nullable V row, Commit<E> commit);
}
