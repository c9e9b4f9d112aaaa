package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Outage;
import org.jspecify.annotations.Nullable;

/// Collects the failures of several pieces of work. Each is done even if others fail.
final class Failures {
    private @Nullable RuntimeException first;

    /// Keeps a failure. An outage takes precedence, so that the work is delivered again.
    void add(Throwable failed) {
        var next =
                failed instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException("stack overflow", failed);
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
