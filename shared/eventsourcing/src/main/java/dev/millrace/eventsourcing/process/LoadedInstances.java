package dev.millrace.eventsourcing.process;

/// Instances of several processes that were read together.
@FunctionalInterface
public interface LoadedInstances {
    /// An instance as it was read. If it was not among them, it is read now.
    ///
    /// @throws IllegalArgumentException if it cannot be read
    <S, I> Instance<S, I> load(ProcessType<S, I> process, String key);

    /// Identifies an instance of a process.
    record Key(ProcessType<?, ?> process, String key) {}
}
