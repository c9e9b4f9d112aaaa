package dev.millrace.duels;

import java.util.LinkedHashMap;
import java.util.Map;

/// Runs many duels and tells each kind of violation with the first seed that showed it:
/// `Duels FIRST COUNT`.
final class Duels {
    private Duels() {}

    public static void main(String[] arguments) {
        var first = Long.parseLong(arguments[0]);
        if (arguments.length == 3) {
            for (var seed = first; seed < first + Long.parseLong(arguments[1]); seed++) System.out.println(Duel.of(seed).account().get());
            return;
        }
        if (arguments.length == 1) {
            System.out.println(Duel.of(first).account().get());
            return;
        }
        var count = Long.parseLong(arguments[1]);
        Map<String, long[]> kinds = new LinkedHashMap<>();
        var began = System.nanoTime();
        for (var seed = first; seed < first + count; seed++) {
            for (var violation : Duel.of(seed).violations()) {
                kinds.computeIfAbsent(violation, new FirstAndCount(seed))[1]++;
            }
        }
        var seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf("%d duels, %.0f a second%n", count, count / seconds);
        kinds.forEach(
                (kind, seen) ->
                        System.out.printf("%8d  first %8d  %s%n", seen[1], seen[0], kind));
    }

    private record FirstAndCount(long seed)
            implements java.util.function.Function<String, long[]> {
        @Override
        public long[] apply(String kind) {
            return new long[] {seed, 0};
        }
    }
}
