package dev.millrace.bench;

import java.util.List;

/// The median and the quartiles of repeated measurements.
///
/// @param low the first quartile
/// @param high the third quartile
record Spread(double median, double low, double high) {
    /// @throws IllegalArgumentException if nothing was measured
    static Spread of(List<Double> measured) {
        if (measured.isEmpty()) throw new IllegalArgumentException("nothing was measured");
        var sorted = measured.stream().sorted().toList();
        return new Spread(quantile(sorted, 0.5), quantile(sorted, 0.25), quantile(sorted, 0.75));
    }

    /// Interpolates between two measured values.
    private static double quantile(List<Double> sorted, double part) {
        var position = part * (sorted.size() - 1);
        var below = (int) position;
        var above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (position - below) * (sorted.get(above) - sorted.get(below));
    }

    /// `1.05 (1.01–1.12)`: the median and the quartiles.
    @Override
    public String toString() {
        return "%s (%s–%s)".formatted(Numbers.text(median), Numbers.text(low), Numbers.text(high));
    }
}
