package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.Brief;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Instance.Parked;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a defect is tried again: a few times at once, then at growing intervals for a day, then
/// only when an operator asks for it. Parked work and failed inputs share it.
public final class RetryPolicy {
    /// Tries in one round.
    public static final int TRIES_AT_ONCE = 3;

    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(4);

    private static final Duration TOTAL = Duration.ofDays(1);

    private static final int MOST_ERROR_CHARACTERS = 500;

    private RetryPolicy() {}

    /// The wait after a failed round.
    ///
    /// @param earlier how many rounds failed before it
    public static Duration wait(int earlier) {
        var wait = FIRST_WAIT.multipliedBy(1L << Math.min(earlier, 20));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /// The number of rounds after which only an operator can ask for another.
    public static int rounds() {
        var rounds = 1;
        for (var at = wait(0); at.compareTo(TOTAL) <= 0; at = at.plus(wait(rounds++))) {}
        return rounds;
    }

    /// Counts the tries of one piece of work.
    static final class Tries {
        private final Backoff backoff;
        private int failed;

        Tries(Backoff backoff) {
            this.backoff = backoff;
        }

        /// Counts a failed try, and waits if another one follows in this round.
        ///
        /// @return whether the round is over
        /// @throws Outage if the failure is one: it is not a defect of the work
        boolean areOver(Throwable failure) {
            if (failure instanceof Outage outage) throw outage;
            if (++failed % TRIES_AT_ONCE == 0) return true;
            backoff.pause(failed);
            return false;
        }
    }

    /// Does work, and repeats it a few times if it fails.
    ///
    /// @return why the last try failed; null if one succeeded
    /// @throws Outage at once
    static @Nullable Throwable defect(Runnable work, Backoff backoff) {
        for (var tries = new Tries(backoff); ; ) {
            try {
                work.run();
                return null;
            } catch (RuntimeException | StackOverflowError failed) {
                if (tries.areOver(failed)) return failed;
            }
        }
    }

    /// What is parked after a failed round.
    ///
    /// @param before what was parked until now
    /// @param what as [Parked] names it
    static Parked park(
            @Nullable Parked before,
            String what,
            @Nullable EntityRef entity,
            Throwable defect,
            Instant now) {
        var last = before != null && before.what().equals(what) ? before : null;
        var since = last == null ? now : last.since();
        var rounds = last == null ? 0 : last.attempts() / TRIES_AT_ONCE;
        var next = now.plus(wait(rounds));
        var isGivenUp = next.isAfter(since.plus(TOTAL));
        var attempts = (rounds + 1) * TRIES_AT_ONCE;
        return new Parked(what, entity, error(defect), attempts, since, isGivenUp ? null : next);
    }

    static String error(Throwable defect) {
        return Brief.of(defect.toString(), MOST_ERROR_CHARACTERS);
    }
}
