package dev.millrace.cli;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Processes all segments of a table in parallel. Each page is one call of a function.
final class Segments {
    private Segments() {}

    /// Processes one page.
    interface Page {
        /// @param after where the previous page ended; null for the first
        /// @return where the next page begins; null at the end of the segment
        @Nullable String page(int segment, @Nullable String after);
    }

    /// Processes every page. If a page fails, the other segments stop after their current page, and
    /// the exception is thrown.
    static void run(int segments, Page pages) throws InterruptedException {
        var isOver = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ExecutorCompletionService<@Nullable Void>(threads);
            for (var number = 0; number < segments; number++) {
                var segment = number;
                running.submit(() -> run(segment, pages, isOver), null);
            }
            try {
                for (var ended = 0; ended < segments; ended++) running.take().get();
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException ours) throw ours;
                throw new IllegalStateException(failed);
            } finally {
                isOver.set(true);
            }
        }
    }

    private static void run(int segment, Page pages, AtomicBoolean isOver) {
        @Nullable String after = null;
        do {
            after = pages.page(segment, after);
        } while (after != null && !isOver.get());
    }
}
