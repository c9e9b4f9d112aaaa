package dev.millrace.eventsourcing;

import org.jspecify.annotations.Nullable;

/// The rows of a view, each under a key of its own.
public interface ViewStore<V> {

    /// What is kept under a key.
    sealed interface Kept<V> {
        /// The number of the last commit that was applied.
        long version();
    }

    /// A row and the number of the last commit it took.
    record Row<V>(V value, long version) implements Kept<V> {}

    /// What remains of a deleted row. It stays, so that an earlier commit that comes later does not
    /// bring the row back.
    ///
    /// @param version the number of the last commit, after which there was no row
    record Deleted<V>(long version) implements Kept<V> {}

    /// @throws IllegalArgumentException if what is kept cannot be read
    @Nullable Kept<V> load(String key);

    /// Saves what follows from what was loaded, if that is still kept. To compare versions would
    /// not do: after a rebuild has replaced a wrong row by the right one of the same version, no
    /// writer may go on from the wrong one.
    ///
    /// @param onto what it was folded from; absent if nothing was kept
    /// @return false if something else is kept now, and nothing was written
    /// @throws IllegalArgumentException if what is kept cannot be read
    boolean save(String key, Kept<V> next, @Nullable Kept<V> onto);

    /// Replaces whatever is kept, even what cannot be read, unless that is newer.
    Replaced replace(String key, Kept<V> by);

    /// The answer to a replacement.
    enum Replaced {
        WRITTEN,
        /// The same was kept already, in every respect: nothing was written.
        SAME,
        /// What is kept has a newer version: nothing was written.
        NEWER
    }
}
