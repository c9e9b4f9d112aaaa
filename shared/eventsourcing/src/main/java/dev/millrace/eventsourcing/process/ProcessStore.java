package dev.millrace.eventsourcing.process;

import java.time.Instant;

/// Stores the instances of a process. Every adapter passes the same contract
/// (`ProcessStoreContract`).
public interface ProcessStore<S, I> {

    /// The instance, strongly consistent; [Instance#none] if nothing is stored.
    Instance<S, I> load(String key);

    /// Writes an instance as a whole, if the version that it was made from is still stored.
    ///
    /// @param now the time from which its [Instance#due] is computed
    /// @return false if another version is stored; nothing was written
    boolean save(Instance<S, I> instance, Instant now);

    /// Whether an instance has room for its waiting inputs, and for what it will make of them.
    boolean hasRoom(Instance<S, I> instance);
}
