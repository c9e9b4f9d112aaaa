package dev.millrace.eventsourcing.process;

/// Whoever has instances that may be due, parked or owing.
public interface Swept {

    /// The persisted name under which its instances are kept.
    String name();

    /// Does what is due of an instance; nothing where nothing is.
    void sweep(String key);

    /// Tries again what is parked, however often it has failed.
    void redrive(String key);

    /// Drops one input or effect for good, and goes on without it.
    ///
    /// @param what as [Instance.Parked] names it
    void skip(String key, String what, String reason);
}
