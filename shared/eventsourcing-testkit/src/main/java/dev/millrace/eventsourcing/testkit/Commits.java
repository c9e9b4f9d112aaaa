package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Commit;
import java.time.Instant;
import java.util.List;

/// Makes commits for tests: commit n has its own command id, n seconds after [#BEGINNING].
public final class Commits {
    /// One second before commit number 1.
    public static final Instant BEGINNING = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private Commits() {}

    /// A commit whose command came from a client, so that nothing caused it.
    @SafeVarargs
    public static <E> Commit<E> commit(String entityId, long seq, E... events) {
        return new Commit<>(
                entityId,
                seq,
                List.of(events),
                BEGINNING.plusSeconds(seq),
                "command-" + seq,
                "test Command" + seq,
                "correlation",
                null);
    }
}
