package dev.millrace.eventsourcing.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock for tests. Only [#advance] moves it.
public final class VirtualClock implements InstantSource {
    private final AtomicReference<Instant> now;

    public VirtualClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    public void advance(Duration duration) {
        if (duration.isNegative())
            throw new IllegalArgumentException("time does not go back: " + duration);
        now.updateAndGet(instant -> instant.plus(duration));
    }
}
