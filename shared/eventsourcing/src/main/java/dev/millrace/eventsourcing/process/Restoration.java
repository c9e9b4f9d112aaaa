package dev.millrace.eventsourcing.process;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Compares what a service keeps of its entities outside of the library's tables with a restored
/// journal: the service's own rule.
public interface Restoration<S> {
    /// Some entities.
    ///
    /// @param next where the next page begins; null after the last
    record Page(List<String> entityIds, @Nullable String next) {}

    /// The entities of which something is kept.
    ///
    /// @param after where the page before ended; null for the first
    Page entities(@Nullable String after);

    /// What is kept that follows from commits which the journal does not have, in words; null if
    /// nothing is.
    ///
    /// @param state from the journal, which was read before this call
    @Nullable String ahead(String entityId, S state);

    /// Makes what is kept agree with the journal again, if [#ahead] says that it does not.
    void reconcile(String entityId, S state);
}
