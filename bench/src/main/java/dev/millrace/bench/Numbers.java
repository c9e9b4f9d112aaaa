package dev.millrace.bench;

import java.time.Duration;
import java.util.Locale;

/// Figures as a table shows them.
final class Numbers {
    private Numbers() {}

    /// With two decimals below 10, one below 100, and none otherwise or for an integer: `0.98`,
    /// `12.5`, `12,345`.
    static String text(double number) {
        if (number == Math.rint(number) || Math.abs(number) >= 100)
            return String.format(Locale.ROOT, "%,.0f", number);
        if (Math.abs(number) >= 10) return String.format(Locale.ROOT, "%.1f", number);
        return String.format(Locale.ROOT, "%.2f", number);
    }

    static double millis(Duration time) {
        return time.toNanos() / 1e6;
    }
}
