package dev.millrace.eventsourcing.testkit.simulation;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/// Runs simulations from many seeds.
public final class Seeds {
    private static final long MOST = 1L << 40;

    private Seeds() {}

    /// Runs a simulation from each of `count` seeds.
    public static void run(long first, long count, LongConsumer simulation) {
        for (var seed = first; seed < first + count; seed++) simulation.accept(seed);
    }

    /// Runs simulations from consecutive seeds that begin at a random one, and prints the first
    /// seed and how many there were. With `-Dduel.seed=N` it prints and runs the simulation of that
    /// seed alone. With `-Dduel.count=N` it runs N simulations.
    ///
    /// @param time how long it starts simulations if no count is given
    /// @param account prints the simulation of a seed
    public static void fresh(Duration time, LongConsumer simulation, LongConsumer account) {
        var one = Long.getLong("duel.seed");
        if (one != null) {
            account.accept(one);
            simulation.accept(one);
            return;
        }
        var first = new SecureRandom().nextLong(MOST);
        var count = Long.getLong("duel.count");
        var began = System.nanoTime();
        var seed = first;
        while (count == null ? System.nanoTime() - began < time.toNanos() : seed < first + count) {
            simulation.accept(seed++);
        }
        System.out.printf("%s fresh duels from seed %s on%n", seed - first, first);
    }

    /// Runs a simulation from each of `count` seeds. Prints each kind of violation with the first
    /// seed that shows it.
    ///
    /// @param violations runs the simulation of a seed and returns its violations
    public static void tally(long first, long count, LongFunction<List<String>> violations) {
        var began = System.nanoTime();
        var seeds = new LinkedHashMap<String, LongSummaryStatistics>();
        run(
                first,
                count,
                seed -> {
                    for (var kind : violations.apply(seed)) {
                        seeds.computeIfAbsent(kind, _ -> new LongSummaryStatistics()).accept(seed);
                    }
                });
        var seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("%d duels, %.0f a second%n", count, count / seconds);
        seeds.forEach((kind, of) ->
                System.out.printf("%8d  first %8d  %s%n", of.getCount(), of.getMin(), kind));
    }
}
