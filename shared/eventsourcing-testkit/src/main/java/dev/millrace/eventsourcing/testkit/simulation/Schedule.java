package dev.millrace.eventsourcing.testkit.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Chooses which thread goes on.
interface Schedule {
    /// How likely the running thread goes on, in schedules that toss a coin at each call.
    List<Double> STICKINESS = List.of(0.0, 0.5, 0.8, 0.95);

    /// How likely the running thread is put behind all others, in schedules by priority.
    List<Double> DEMOTION = List.of(0.03, 0.06, 0.1, 0.2);

    /// @param running absent where the thread that ran has ended
    /// @param candidates those that can go on, in the order in which they were started
    Strand choose(@Nullable Strand running, List<Strand> candidates);

    /// A schedule of one of two kinds. One tosses a coin at each call, and finds what needs many
    /// changes. The other runs the thread of the highest priority and seldom puts it behind all
    /// others ([PCT](https://doi.org/10.1145/1736020.1736040)): it finds what needs one thread to
    /// wait for a long time between two calls.
    static Schedule of(RandomGenerator random) {
        return random.nextInt(4) == 0
                ? tossing(random, pick(random, STICKINESS))
                : byPriority(random, pick(random, DEMOTION));
    }

    private static double pick(RandomGenerator random, List<Double> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static Schedule tossing(RandomGenerator random, double stickiness) {
        return (running, candidates) ->
                running != null && random.nextDouble() < stickiness && candidates.contains(running)
                        ? running
                        : candidates.get(random.nextInt(candidates.size()));
    }

    private static Schedule byPriority(RandomGenerator random, double demotion) {
        var lowest = new double[] {0};
        return (running, candidates) -> {
            if (running != null && random.nextDouble() < demotion) running.priority = --lowest[0];
            return candidates.stream()
                    .max(Comparator.comparingDouble(strand -> strand.priority))
                    .orElseThrow();
        };
    }
}
