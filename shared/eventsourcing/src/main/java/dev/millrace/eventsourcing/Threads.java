package dev.millrace.eventsourcing;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/// Runs tasks in parallel.
///
/// A task may wait only for a call of a port, for its sleeper, or in [Tasks#execute] and
/// [Tasks#close] of a group. So a test can run all tasks on one thread, in an order of its own.
@FunctionalInterface
public interface Threads {
    /// Opens a group of tasks.
    ///
    /// @param atOnce the maximum number of its tasks that run at the same time
    Tasks open(int atOnce);

    /// Tasks that end before their group is closed. Several threads may start tasks of one group.
    interface Tasks extends Executor, AutoCloseable {
        /// Starts a task. If the maximum number of tasks is running, it waits for one to end first.
        ///
        /// @throws Outage if the wait was interrupted; the task was not started
        @Override
        void execute(Runnable task);

        /// Waits until every task has ended. An interrupt is passed on to the tasks.
        @Override
        void close();
    }

    /// Runs all tasks, even if some of them fail, and waits until they have ended.
    ///
    /// @return one completed future per task, in the order of the tasks
    /// @throws Outage if it was interrupted before it had started all tasks
    default <T> List<Future<T>> runAll(int atOnce, List<Callable<T>> tasks) {
        var futures = tasks.stream().map(FutureTask::new).toList();
        try (var group = open(atOnce)) {
            futures.forEach(group::execute);
        }
        return List.copyOf(futures);
    }

    /// One virtual thread per task.
    static Threads virtual() {
        return atOnce -> {
            var places = new Semaphore(atOnce);
            var threads = Executors.newVirtualThreadPerTaskExecutor();
            return new Tasks() {
                @Override
                public void execute(Runnable task) {
                    try {
                        places.acquire();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                        throw new Outage("interrupted before a task was started", interrupted);
                    }
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
