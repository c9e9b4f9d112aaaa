package dev.millrace.eventsourcing.testkit;

import dev.millrace.eventsourcing.Commit;
import java.time.Instant;
import java.util.List;

/// Commits to test with, as if written one a second, each by a command of its own.
public final class Commits {
    /// When the commit of number 0 would have been written.
    public static final Instant BEGINNING = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private Commits() {}

    /// A commit whose command came from outside, so nothing caused it.
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
