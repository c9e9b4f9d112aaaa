package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// Where the rows of a view stand, one an entity.
public interface ViewStore<V> {

    /// A row and the number of the last commit it took.
    record Row<V>(V value, long version) {}

    @Nullable Row<V> load(String entityId);

    /// Saves a row onto the version it was folded from (0: onto none).
    ///
    /// @return false where another version stands there, and nothing was written
    boolean save(String entityId, Row<V> row, long onto);
}
