package dev.millrace.eventsourcing.testkit.simulation;

import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Chooses the thread that runs next.
interface Schedule {
    /// The probabilities that the running thread continues, for random schedules.
    List<Double> STICKINESS = List.of(0.0, 0.5, 0.8, 0.95);

    /// The probabilities that the running thread gets the lowest priority, for schedules by
    /// priority.
    List<Double> DEMOTION = List.of(0.03, 0.06, 0.1, 0.2);

    /// @param running null if the thread that ran has ended
    /// @param candidates the threads that can run, in the order in which they were started
    Strand choose(@Nullable Strand running, List<Strand> candidates);

    /// Makes a schedule of one of two kinds. A random one may switch at each call, and finds faults
    /// that need many switches. One by priority runs the thread of the highest priority and seldom
    /// gives it the lowest ([PCT](https://doi.org/10.1145/1736020.1736040)). It finds faults that
    /// need one thread to wait for a long time between two calls.
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
