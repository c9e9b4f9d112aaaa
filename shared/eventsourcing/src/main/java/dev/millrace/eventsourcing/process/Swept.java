package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.process.Instance.Parked;
import java.util.List;
import java.util.Optional;

/// Whoever has instances that may be due, parked or owing: what the sweep and an operator can do
/// with them.
public interface Swept {

    /// The persisted name under which its instances are kept.
    String name();

    /// Does what is due of an instance; nothing where nothing is.
    void sweep(String key);

    /// What an instance is parked at, consistently read.
    Optional<Parked> parked(String key);

    /// Tries again what is parked, however often it has failed.
    void redrive(String key);

    /// Drops what an instance is parked at for good, and goes on without it; nothing where it is no
    /// longer parked at that. A step that is told of it once more may still do it.
    ///
    /// @param what as [Parked] names it
    void skip(String key, String what, String reason);

    /// Tells it once more of every commit of an entity: the way back from a record that was lost.
    /// What it took already changes nothing; a step without state does its work once more, under
    /// the same ids.
    ///
    /// @return what is parked of that entity then
    /// @throws IllegalArgumentException where it must not be told twice
    List<Parked> fromJournal(String entityId);
}
