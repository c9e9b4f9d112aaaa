package dev.millrace.ticketing;

import dev.millrace.eventsourcing.Outage;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Runs writes side by side on virtual threads, not too many at once, and gives their results in
/// order. At the first failure the rest are called off.
final class ParallelWrites {
    private ParallelWrites() {}

    static <T> List<T> run(int atOnce, List<Callable<T>> writes) {
        var threads = Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory());
        try {
            return writes.stream().map(threads::submit).toList().stream()
                    .map(ParallelWrites::result)
                    .toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T result(Future<T> write) {
        try {
            return write.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Outage("interrupted while writing", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
