package dev.millrace.eventsourcing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a bounded retry waits before it tries again.
@FunctionalInterface
public interface Backoff {

    /// Waits before the n-th retry, counted from 1.
    ///
    /// @throws Outage where the wait was interrupted
    void pause(int retry);

    /// Exponential with full jitter: a random part of `base · 2^(retry-1)`, `cap` at most.
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

    /// The one thing that really waits.
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }
}
