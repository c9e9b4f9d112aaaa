package dev.millrace.eventsourcing.dispatch;

import java.util.LinkedHashMap;
import java.util.LongSummaryStatistics;
import java.util.stream.LongStream;

/// Runs many duels and prints each kind of violation with the first seed that showed it.
final class DispatchDuels {
    private DispatchDuels() {}

    /// `DispatchDuels FIRST_SEED COUNT`, or `DispatchDuels SEED` for the account of one.
    public static void main(String[] arguments) {
        var first = Long.parseLong(arguments[0]);
        if (arguments.length == 1) {
            System.out.println(DispatchDuel.of(first).account().get());
            return;
        }
        var count = Long.parseLong(arguments[1]);
        var began = System.nanoTime();
        var seeds = new LinkedHashMap<String, LongSummaryStatistics>();
        LongStream.range(first, first + count)
                .forEach(seed ->
                        DispatchDuel.of(seed)
                                .violations()
                                .forEach(kind ->
                                        seeds.computeIfAbsent(
                                                        kind, _ -> new LongSummaryStatistics())
                                                .accept(seed)));
        var seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("%d duels, %.0f a second%n", count, count / seconds);
        seeds.forEach((kind, of) ->
                System.out.printf("%8d  first %8d  %s%n", of.getCount(), of.getMin(), kind));
    }
}
