package dev.millrace.eventsourcing.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a service keeps of its entities outside of the library's tables, compared with a journal
/// that a restore has taken back: the service's own rule.
public interface Restoration<S> {
    /// Some entities.
    ///
    /// @param next where the next page begins; absent after the last
    record Page(List<String> entityIds, @Nullable String next) {}

    /// The entities of which something is kept.
    ///
    /// @param after where the page before ended; absent for the first
    Page entities(@Nullable String after);

    /// What is kept that follows from commits which the journal does not have, in words; absent if
    /// nothing is.
    ///
    /// @param state by the journal, read before this is called
    @Nullable String ahead(String entityId, S state);

    /// Makes what is kept and the journal agree again, where [#ahead] says that they do not.
    void reconcile(String entityId, S state);
}
