package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Outage;
import org.jspecify.annotations.Nullable;

/// Collects the failures of several pieces of work, each of which is done whatever becomes of the
/// others.
final class Failures {
    private @Nullable RuntimeException first;

    /// Keeps a failure. An outage counts first: the work is then delivered again.
    void add(Throwable failed) {
        var next =
                failed instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException("too deep", failed);
        if (first == null) {
            first = next;
        } else if (next instanceof Outage && !(first instanceof Outage)) {
            next.addSuppressed(first);
            first = next;
        } else {
            first.addSuppressed(next);
        }
    }

    /// Does a piece of work, and keeps its failure.
    void of(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError failed) {
            add(failed);
        }
    }

    void throwFirst() {
        if (first != null) throw first;
    }
}
