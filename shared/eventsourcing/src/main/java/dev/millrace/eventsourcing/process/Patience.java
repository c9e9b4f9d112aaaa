package dev.millrace.eventsourcing.process;

import dev.millrace.eventsourcing.Backoff;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.process.Instance.Parked;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How often what fails is tried again: a few times at once, then ever more rarely for a day, then
/// when somebody says so.
final class Patience {
    static final int TRIES_AT_ONCE = 3;
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofHours(4);
    private static final Duration IN_ALL = Duration.ofDays(1);
    private static final int MOST_ERROR_CHARACTERS = 500;

    private Patience() {}

    /// Does something, a few times where it fails.
    ///
    /// @return why it failed the last time, if it did
    /// @throws Outage at once: it says nothing of the work
    static Optional<Throwable> defect(Runnable work, Backoff backoff) {
        for (var failures = 1; ; failures++) {
            try {
                work.run();
                return Optional.empty();
            } catch (Outage outage) {
                throw outage;
            } catch (RuntimeException | StackOverflowError defect) {
                if (failures == TRIES_AT_ONCE) return Optional.of(defect);
                backoff.pause(failures);
            }
        }
    }

    static Parked park(
            @Nullable Parked before,
            String what,
            @Nullable EntityRef entity,
            Throwable defect,
            Instant now) {
        var last = before != null && before.what().equals(what) ? before : null;
        var since = last == null ? now : last.since();
        var rounds = last == null ? 0 : last.attempts() / TRIES_AT_ONCE;
        var wait = FIRST.multipliedBy(1L << Math.min(rounds, 20));
        var next = now.plus(wait.compareTo(MOST) < 0 ? wait : MOST);
        var givenUp = next.isAfter(since.plus(IN_ALL));
        var attempts = (rounds + 1) * TRIES_AT_ONCE;
        return new Parked(what, entity, error(defect), attempts, since, givenUp ? null : next);
    }

    static String error(Throwable defect) {
        var text = defect.toString();
        return text.length() <= MOST_ERROR_CHARACTERS
                ? text
                : text.substring(0, MOST_ERROR_CHARACTERS) + "…";
    }
}
