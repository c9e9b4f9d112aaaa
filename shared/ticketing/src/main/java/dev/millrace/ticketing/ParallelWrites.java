package dev.millrace.ticketing;

import dev.millrace.eventsourcing.Threads;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs writes in parallel, not too many at once, and gives their results in order. After the first
/// failure no other write is started.
final class ParallelWrites {
    private ParallelWrites() {}

    /// @throws RuntimeException the first failure, once the writes that were running have ended
    static <T> List<T> run(Threads threads, int atOnce, List<Supplier<T>> writes) {
        var first = new AtomicReference<@Nullable Throwable>();
        var results =
                threads.runAll(atOnce, writes.stream().map(write -> unless(first, write)).toList());
        return switch (first.get()) {
            case null -> results.stream().map(Future::resultNow).toList();
            case RuntimeException failure -> throw failure;
            case Throwable failure -> throw new IllegalStateException(failure);
        };
    }

    private static <T> Callable<T> unless(
            AtomicReference<@Nullable Throwable> failure, Supplier<T> write) {
        return () -> {
            if (failure.get() != null) throw new CancellationException();
            try {
                return write.get();
            } catch (RuntimeException | Error failed) {
                failure.compareAndSet(null, failed);
                throw failed;
            }
        };
    }
}
