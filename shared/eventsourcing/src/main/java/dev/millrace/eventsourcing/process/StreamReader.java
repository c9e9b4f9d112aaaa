package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import java.util.List;

/// Reads the streams of a service's journals, for all processes or for all views.
public interface StreamReader {
    String name();

    /// Handles commits of one entity, in the order of their numbers. They may be late or repeated,
    /// or arrive before earlier ones.
    ///
    /// @throws dev.millrace.eventsourcing.Outage if they must be delivered again
    void handle(EntityRef entity, List<? extends Commit<?>> commits);

    /// Parks a commit that cannot be read, so that it does not block others. Newer code wrote it,
    /// or it should not be there.
    ///
    /// @param commit its name: `Parcel#4k2…/3`
    void unreadable(String commit, RuntimeException defect);
}
