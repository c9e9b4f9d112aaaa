package dev.millrace.bench;

import dev.millrace.eventsourcing.Snapshot;
import dev.millrace.eventsourcing.testkit.Account;
import java.util.ArrayList;
import java.util.List;

/// Measures what a load costs, by the length of the history.
final class Histories implements Benchmark {
    private static final int WARM_UP = 200;

    @Override
    public String name() {
        return "histories";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var table =
                new Table(
                        "The load of an account with so many commits. \"At most\": just before its next snapshot.",
                        "commits",
                        "calls",
                        "read units",
                        "ms",
                        "calls, at most",
                        "read units, at most");
        try (var world = World.accounts()) {
            var accounts = new Accounts(world);
            accounts.grow("a", 1);
            for (var time = 0; time < WARM_UP; time++) load(world);
            for (var length : scale.histories()) {
                accounts.grow("a", length);
                var here = load(world);
                var millis = new ArrayList<Double>();
                for (var pair = 0; pair < scale.pairs(); pair++) millis.add(load(world).millis());
                accounts.grow("a", beforeNextSnapshot(length));
                var most = load(world);
                table.row(
                        length,
                        here.calls(),
                        here.reads(),
                        Spread.of(millis),
                        most.calls(),
                        most.reads());
            }
        }
        return List.of(table);
    }

    /// The length at which the most commits follow the last snapshot.
    private static int beforeNextSnapshot(int length) {
        return length / Snapshot.INTERVAL * Snapshot.INTERVAL + Snapshot.INTERVAL - 1;
    }

    private static Cost load(World world) throws Exception {
        var journal = world.platform().journal(Account.TYPE);
        return Cost.of(world.meter(), () -> journal.load("a"));
    }
}
