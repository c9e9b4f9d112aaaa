package dev.millrace.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;

/// Two things measured in turn, A B, A B, …, so that a slow phase of the machine affects both.
///
/// @param ours the result of each round of A
/// @param theirs the result of each round of B
record Pairs<T>(List<T> ours, List<T> theirs) {
    /// Runs both `pairs` times, after one uncounted run unless `pairs` is 1.
    static <T> Pairs<T> measure(int pairs, Callable<T> ours, Callable<T> theirs) throws Exception {
        var measured = new Pairs<T>(new ArrayList<>(), new ArrayList<>());
        for (var pair = pairs == 1 ? 1 : 0; pair <= pairs; pair++) {
            var a = ours.call();
            var b = theirs.call();
            if (pair == 0) continue;
            measured.ours.add(a);
            measured.theirs.add(b);
        }
        return measured;
    }

    Spread ours(ToDoubleFunction<T> figure) {
        return spread(ours, figure);
    }

    Spread theirs(ToDoubleFunction<T> figure) {
        return spread(theirs, figure);
    }

    /// Ours divided by theirs, pair by pair.
    Spread ratio(ToDoubleFunction<T> figure) {
        var ratios = new ArrayList<Double>();
        for (var pair = 0; pair < ours.size(); pair++) {
            ratios.add(
                    figure.applyAsDouble(ours.get(pair)) / figure.applyAsDouble(theirs.get(pair)));
        }
        return Spread.of(ratios);
    }

    private static <T> Spread spread(List<T> rounds, ToDoubleFunction<T> figure) {
        return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
