package dev.millrace.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;

/// Bounds the calls of a service that the console makes: each costs a run of a function.
final class CallBudget {
    static final CallBudget UNBOUNDED = new CallBudget(Integer.MAX_VALUE, InstantSource.system());

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final int most;
    private final InstantSource clock;
    private final ArrayDeque<Instant> calls = new ArrayDeque<>();

    /// @param most a minute
    CallBudget(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /// As many calls were made as may be.
    static final class Spent extends UserMistake {
        private static final long serialVersionUID = 1;

        private Spent(String message) {
            super(message);
        }
    }

    /// To be called before each call.
    ///
    /// @throws Spent if there were as many calls as may be
    synchronized void take() {
        forget();
        if (calls.size() >= most) {
            throw new Spent(
                    "the console has made %s calls within a minute and waits: close a page of it"
                            .formatted(most));
        }
        calls.addLast(clock.instant());
    }

    /// `3 of 60 calls a minute`.
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
