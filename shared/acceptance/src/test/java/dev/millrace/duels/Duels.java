package dev.millrace.duels;

import dev.millrace.eventsourcing.testkit.simulation.Seeds;

/// Runs many duels and prints each kind of violation with the first seed that showed it.
final class Duels {
    private Duels() {}

    /// `Duels FIRST_SEED COUNT`, or `Duels SEED` for the account of one.
    public static void main(String[] arguments) {
        var first = Long.parseLong(arguments[0]);
        if (arguments.length == 1) {
            System.out.println(Duel.of(first).account().get());
            return;
        }
        var count = Long.parseLong(arguments[1]);
        Seeds.tally(first, count, seed -> Duel.of(seed).violations());
    }
}
