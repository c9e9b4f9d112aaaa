package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// The rows of a view, each under its own key.
public interface ViewStore<V> {

    /// What is kept under a key.
    sealed interface Kept<V> {
        /// The number of the last commit that was applied.
        long version();
    }

    /// A row and the number of the last commit that it contains.
    record Row<V>(V value, long version) implements Kept<V> {}

    /// What remains of a deleted row. It is kept so that an earlier commit that arrives later does
    /// not bring the row back.
    ///
    /// @param version the number of the last applied commit, after which there was no row
    record Deleted<V>(long version) implements Kept<V> {}

    /// @throws IllegalArgumentException if what is kept cannot be read
    @Nullable Kept<V> load(String key);

    /// Saves a row, if the store still has what the row was computed from. A comparison of versions
    /// is not enough: after a rebuild has replaced a wrong row with the right one of the same
    /// version, no writer may continue from the wrong one.
    ///
    /// @param onto what the row was computed from; null if nothing was kept
    /// @return false if something else is kept now; nothing was written
    /// @throws IllegalArgumentException if what is kept cannot be read
    boolean save(String key, Kept<V> next, @Nullable Kept<V> onto);

    /// Replaces what is kept, even if it cannot be read, unless it has a newer version.
    Replaced replace(String key, Kept<V> by);

    /// The result of a replacement.
    enum Replaced {
        WRITTEN,
        /// An identical row is kept already: nothing was written.
        SAME,
        /// What is kept has a newer version: nothing was written.
        NEWER
    }
}
