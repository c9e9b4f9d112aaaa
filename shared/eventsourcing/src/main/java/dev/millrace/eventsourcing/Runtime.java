package dev.millrace.eventsourcing;

import dev.millrace.eventsourcing.Backoff.Sleeper;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What a handler needs from the machine it runs on: time, random numbers, waiting and threads.
///
/// No other code reads a clock, draws a random number, sleeps or starts a thread. So a test can
/// replace all four, and a deterministic scheduler can decide the order of the work.
///
/// @param clock the current time
/// @param random must not use a seed: functions that are restored from one snapshot would draw the
///   same numbers
/// @param sleeper waits
/// @param threads runs tasks in parallel
@SuppressWarnings("JavaLangClash") // the standard term; java.lang.Runtime is used nowhere
public record Runtime(
        InstantSource clock, RandomGenerator random, Sleeper sleeper, Threads threads) {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /// The runtime of a deployed function.
    public static Runtime system() {
        return new Runtime(
                InstantSource.system(), new SecureRandom(), Thread::sleep, Threads.virtual());
    }

    /// Exponential backoff with full jitter: from 20 ms, doubling, up to one second.
    public Backoff backoff() {
        return Backoff.jittered(FIRST_PAUSE, LONGEST_PAUSE, random, sleeper);
    }
}
