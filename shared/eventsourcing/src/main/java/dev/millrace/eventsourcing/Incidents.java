package dev.millrace.eventsourcing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Hears of what a process could not do as it should, for logs and counts. It must not throw.
public interface Incidents {

    /// Nobody listens.
    Incidents UNHEARD =
            new Incidents() {
                @Override
                public void refused(Trace trace, String entity, String command, Object reason) {}

                @Override
                public void parked(
                        String process,
                        String instance,
                        String what,
                        String error,
                        int attempts,
                        @Nullable Instant next) {}

                @Override
                public void skipped(String process, String instance, String what, String reason) {}

                @Override
                public void conflicted(String process, String instance) {}
            };

    /// A command was refused, and the process that sent it does not expect that. It was given the
    /// refusal like any other.
    ///
    /// @param entity type and id: `Booking#4k2…`
    /// @param command its persisted name
    void refused(Trace trace, String entity, String command, Object reason);

    /// Something is a defect to a process, after every try at once: it waits.
    ///
    /// @param next when it is tried again; absent where it waits for `redrive`
    void parked(
            String process,
            String instance,
            String what,
            String error,
            int attempts,
            @Nullable Instant next);

    /// Something was dropped for good, by the process's policy or because somebody said so.
    void skipped(String process, String instance, String what, String reason);

    /// Somebody else wrote an instance first: it is read again, and the work done again on that, a
    /// bounded number of times.
    void conflicted(String process, String instance);
}
