package dev.millrace.eventsourcing.process;

import java.time.Instant;

/// Where the instances of a process stand. Every adapter passes the same contract
/// (`ProcessStoreContract`).
public interface ProcessStore<S, I> {

    /// The instance, strongly consistent; [Instance#none] where nothing is kept.
    Instance<S, I> load(String key);

    /// Writes an instance onto the version it was made from, all or nothing.
    ///
    /// @param now from which its [Instance#due] follows
    /// @return false where another version stands there, and nothing was written
    boolean save(Instance<S, I> instance, Instant now);

    /// Whether an instance that keeps its inputs for later could still be saved with what it makes
    /// of them.
    boolean hasRoom(Instance<S, I> instance);
}
