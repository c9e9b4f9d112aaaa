package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// Where the rows of a view stand, one an entity.
public interface ViewStore<V> {

    /// A row and the number of the last commit it took.
    record Row<V>(V value, long version) {}

    /// @throws IllegalArgumentException where what stands there cannot be read
    @Nullable Row<V> load(String entityId);

    /// Saves a row onto the very one it was folded from (absent: onto none). The version alone
    /// would not do: where a wrong row was replaced by the right one of its version, nobody may go
    /// on from the wrong one.
    ///
    /// @return false where another row stands there, and nothing was written
    /// @throws IllegalArgumentException where what stands there cannot be read
    boolean save(String entityId, Row<V> row, @Nullable Row<V> onto);

    /// Puts a row in the place of whatever stands there, even what cannot be read, unless that is
    /// newer.
    Replaced replace(String entityId, Row<V> row);

    /// The answer to a replacement.
    enum Replaced {
        WRITTEN,
        /// The row stood there already, in every respect: nothing was written.
        SAME,
        /// What stands there has a newer version: nothing was written.
        NEWER
    }
}
