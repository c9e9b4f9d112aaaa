package dev.millrace.eventsourcing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BackoffTest {
    private static final Duration BASE = Duration.ofMillis(20);
    private static final Duration CAP = Duration.ofMillis(500);

    private final List<Long> slept = new ArrayList<>();

    @Test
    void the_longest_wait_doubles_up_to_the_cap() {
        var backoff = backoff(new Longest());

        for (var retry = 1; retry <= 7; retry++) backoff.pause(retry);
        backoff.pause(1_000_000);

        assertThat(slept).containsExactly(20L, 40L, 80L, 160L, 320L, 500L, 500L, 500L);
    }

    @Test
    void a_wait_is_random_between_zero_and_the_longest() {
        var backoff = backoff(new Random(7));

        for (var n = 0; n < 1_000; n++) backoff.pause(2);

        assertThat(slept).allMatch(millis -> millis >= 0 && millis <= 40).contains(0L, 20L, 40L);
    }

    @Test
    void an_interrupted_wait_is_an_outage_and_the_thread_stays_interrupted() {
        var backoff =
                Backoff.jittered(
                        BASE,
                        CAP,
                        new Random(7),
                        _ -> {
                            throw new InterruptedException();
                        });

        assertThatExceptionOfType(Outage.class)
                .isThrownBy(() -> backoff.pause(1))
                .withCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private Backoff backoff(RandomGenerator random) {
        return Backoff.jittered(BASE, CAP, random, duration -> slept.add(duration.toMillis()));
    }

    /// Always returns the highest possible number.
    private static final class Longest implements RandomGenerator {
        @Override
        public long nextLong() {
            return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }
}
