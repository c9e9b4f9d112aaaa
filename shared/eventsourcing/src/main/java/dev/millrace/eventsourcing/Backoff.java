package dev.millrace.eventsourcing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a bounded retry waits before it tries again.
@FunctionalInterface
public interface Backoff {

    /// Waits before the n-th retry, counted from 1.
    ///
    /// @throws Outage if the wait was interrupted
    void pause(int retry);

    /// Exponential backoff with full jitter: a random part of `base · 2^(retry-1)`, at most `cap`.
    static Backoff jittered(Duration base, Duration cap, RandomGenerator random, Sleeper sleeper) {
        return retry -> {
            var ceiling = Math.min(cap.toMillis(), base.toMillis() << Math.min(retry - 1, 20));
            try {
                sleeper.sleep(Duration.ofMillis(random.nextLong(ceiling + 1)));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new Outage("interrupted while waiting to try again", interrupted);
            }
        };
    }

    /// Blocks the thread. It is a port so that tests need not wait.
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }
}
