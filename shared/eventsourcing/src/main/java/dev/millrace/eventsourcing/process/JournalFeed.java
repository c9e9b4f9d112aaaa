package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Journal;
import java.util.List;
import java.util.function.Consumer;

/// Reads the journal of an entity, beyond commits that cannot be read.
final class JournalFeed {
    private static final int PAGE = 100;

    private JournalFeed() {}

    /// Some commits of an entity.
    ///
    /// @param isLast whether the journal ends with them
    record Page<E>(List<Commit<E>> commits, boolean isLast) {}

    /// The next commits, up to the first that cannot be read, which does not block those before it.
    ///
    /// @throws IllegalArgumentException if the first of them cannot be read
    static <E> Page<E> page(Journal<?, E> journal, String entityId, long after, int most) {
        try {
            var commits = journal.read(entityId, after, most);
            return new Page<>(commits, commits.size() < most);
        } catch (IllegalArgumentException unreadable) {
            if (most == 1) throw unreadable;
            return new Page<>(page(journal, entityId, after, most / 2).commits(), false);
        }
    }

    /// Gives each commit to the work. If a commit cannot be read, or its work fails, the failure is
    /// kept and the next commit follows: a later one may be the one that was lost.
    static <E> void each(
            Journal<?, E> journal, String entityId, Failures failures, Consumer<Commit<?>> work) {
        for (var after = 0L; ; ) {
            try {
                var page = page(journal, entityId, after, PAGE);
                page.commits().forEach(commit -> failures.of(() -> work.accept(commit)));
                if (page.isLast()) return;
                after = page.commits().getLast().seq();
            } catch (IllegalArgumentException unreadable) {
                failures.add(unreadable);
                after++;
            }
        }
    }
}
