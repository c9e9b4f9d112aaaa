package dev.millrace.eventsourcing;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/// Runs tasks in parallel.
@FunctionalInterface
public interface Threads {

    /// Opens a group of tasks.
    ///
    /// @param atOnce how many of its tasks run at the same time, at most
    Tasks open(int atOnce);

    /// Tasks that end before their group is closed.
    interface Tasks extends Executor, AutoCloseable {

        /// Starts a task. Waits first while as many tasks are running as may.
        @Override
        void execute(Runnable task);

        /// Waits until every task has ended.
        @Override
        void close();
    }

    /// Runs all tasks and waits until they have ended.
    ///
    /// @return one completed future a task, in the order of the tasks
    default <T> List<Future<T>> runAll(int atOnce, List<Callable<T>> tasks) {
        var futures = tasks.stream().map(FutureTask::new).toList();
        try (var group = open(atOnce)) {
            futures.forEach(group::execute);
        }
        return List.copyOf(futures);
    }

    /// One virtual thread a task.
    static Threads virtual() {
        return atOnce -> {
            var places = new Semaphore(atOnce);
            var threads = Executors.newVirtualThreadPerTaskExecutor();
            return new Tasks() {
                @Override
                public void execute(Runnable task) {
                    places.acquireUninterruptibly();
                    threads.execute(() -> {
                        try {
                            task.run();
                        } finally {
                            places.release();
                        }
                    });
                }

                @Override
                public void close() {
                    threads.close();
                }
            };
        };
    }
}
