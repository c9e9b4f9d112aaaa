package dev.millrace.bench;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.functions.view.BookingViewRebuild;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Measures what the rebuild of a view costs per row, and the rows per second of one function.
final class Rebuilds implements Benchmark {
    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var table =
                new Table(
                        "The rebuild of %s rows by one function. Each row is a settled booking of three commits."
                                .formatted(Numbers.text(scale.rows())),
                        "rows",
                        "calls a row",
                        "write units a row",
                        "read units a row",
                        "rows/s");
        try (var world = World.booking()) {
            var bookings = Bookings.on(world.platform());
            for (var n = 0; n < scale.rows(); n++) {
                var id = Ids.of("rebuilt", Integer.toString(n));
                bookings.send(id, Bookings.place());
                bookings.send(id, Bookings.confirm(Bookings.PAST));
                bookings.send(id, Bookings.pay("payment of " + id));
            }
            row(world, table, "lost", scale.rows(), scale.rows());
            row(world, table, "right already", scale.rows(), 0);
        }
        return List.of(table);
    }

    private static void row(World world, Table table, String title, int rows, int written)
            throws Exception {
        var function = new BookingViewRebuild(world.platform());
        var cost =
                Cost.of(
                        world.meter(),
                        () -> {
                            var counted = rebuild(function);
                            if (counted == written) return;
                            throw new IllegalStateException(
                                    "%s rows were written".formatted(counted));
                        });
        double all = rows;
        table.row(
                title,
                cost.calls() / all,
                cost.writes() / all,
                cost.reads() / all,
                all * 1_000 / cost.millis());
    }

    /// Rebuilds page by page, as an operator's command does.
    private static int rebuild(BookingViewRebuild function) {
        var written = 0;
        var request = new HashMap<String, Object>();
        request.putAll(Map.of("operation", "rebuild", "segment", 0, "segments", 1));
        while (true) {
            var page = function.handleRequest(request, TestContext.inTime());
            written += (Integer) page.getOrDefault("written", -1);
            var next = page.get("next");
            if (next == null) return written;
            request.put("after", next);
        }
    }
}
