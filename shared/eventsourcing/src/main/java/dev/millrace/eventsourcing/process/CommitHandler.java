package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;

/// A process as it is given the commits of a journal.
public sealed interface CommitHandler extends ProcessControl permits CommitHost, ProcessHost {
    /// Handles a commit, which may be late, repeated or ahead of others.
    ///
    /// @throws dev.millrace.eventsourcing.Outage if the commit must be delivered again
    void handle(EntityRef entity, Commit<?> commit);
}
