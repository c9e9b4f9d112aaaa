package dev.millrace.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;

/// Limits the calls per minute that the console makes to a service. Each call costs a run of a
/// function.
final class CallBudget {
    static final CallBudget UNBOUNDED = new CallBudget(Integer.MAX_VALUE, InstantSource.system());

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int most;
    private final InstantSource clock;
    private final ArrayDeque<Instant> calls = new ArrayDeque<>();

    /// @param most calls per minute
    CallBudget(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /// The limit of calls is reached.
    static final class Spent extends UserMistake {
        private static final long serialVersionUID = 1;

        private Spent(String message) {
            super(message);
        }
    }

    /// Counts one call. It must be called before each call of the service.
    ///
    /// @throws Spent if the limit is reached
    synchronized void take() {
        forget();
        if (calls.size() >= most) {
            throw new Spent(
                    "the console reached its limit of %s calls within a minute: close one of its pages, or wait"
                            .formatted(most));
        }
        calls.addLast(clock.instant());
    }

    /// Such as `3 of 60 calls a minute`.
    @Override
    public synchronized String toString() {
        forget();
        return "%s of %s calls a minute".formatted(calls.size(), most);
    }

    private void forget() {
        var past = clock.instant().minus(MINUTE);
        while (!calls.isEmpty() && !calls.getFirst().isAfter(past)) calls.removeFirst();
    }
}
