package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import java.util.List;

/// Who reads the streams of a service's journals: all processes, or all views.
public interface StreamReader {
    String name();

    /// Handles commits of one entity, in the order of their numbers. They may be late, repeated or
    /// ahead of others.
    ///
    /// @throws dev.millrace.eventsourcing.Outage if they must be delivered again
    void handle(EntityRef entity, List<? extends Commit<?>> commits);

    /// Parks a commit that cannot be read (newer code wrote it, or it should not be there), so that
    /// it holds up no other.
    ///
    /// @param commit its name: `Parcel#4k2…/3`
    void unreadable(String commit, RuntimeException defect);
}
