package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.testkit.simulation.Seeds;

/// Runs many duels and prints each kind of violation with the first seed that showed it.
final class DispatchDuels {
    private DispatchDuels() {}

    /// `DispatchDuels FIRST_SEED COUNT`, or `DispatchDuels SEED` to print one duel.
    public static void main(String[] arguments) {
        var first = Long.parseLong(arguments[0]);
        if (arguments.length == 1) {
            System.out.println(DispatchDuel.of(first).account().get());
            return;
        }
        var count = Long.parseLong(arguments[1]);
        Seeds.tally(first, count, seed -> DispatchDuel.of(seed).violations());
    }
}
