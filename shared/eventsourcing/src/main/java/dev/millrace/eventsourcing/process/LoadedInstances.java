package dev.millrace.eventsourcing.process;

/// Instances of several processes that were read together.
@FunctionalInterface
public interface LoadedInstances {
    /// An instance as it was read, or one that is read now if it was not among them.
    ///
    /// @throws IllegalArgumentException if it cannot be read
    <S, I> Instance<S, I> load(ProcessType<S, I> process, String key);

    /// Which instance of which process.
    record Key(ProcessType<?, ?> process, String key) {}
}
