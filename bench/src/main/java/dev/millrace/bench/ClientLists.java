package dev.millrace.bench;

import dev.millrace.booking.BookingRow;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.TestCall;
import dev.millrace.functions.queries.BookingQueries;
import java.util.ArrayList;
import java.util.List;

/// Measures what a page of a client's bookings costs.
final class ClientLists implements Benchmark {
    private static final int OK = 200;

    @Override
    public String name() {
        return "lists";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var table =
                new Table(
                        "A page of a client's bookings. The client has %s."
                                .formatted(Numbers.text(scale.listed())),
                        "bookings of a page",
                        "calls",
                        "read units",
                        "ms");
        try (var world = World.booking()) {
            place(world, scale.listed());
            for (var limit : List.of(20, 100)) {
                var costs = new ArrayList<Cost>();
                var queries = new BookingQueries(world.platform());
                for (var pair = 0; pair <= scale.pairs(); pair++) {
                    costs.add(Cost.of(world.meter(), () -> list(queries, limit)));
                }
                var last = costs.removeFirst();
                table.row(
                        limit,
                        last.calls(),
                        last.reads(),
                        Spread.of(costs.stream().map(Cost::millis).toList()));
            }
        }
        return List.of(table);
    }

    private static void place(World world, int bookings) {
        var platform = world.platform();
        var sender = Bookings.on(platform);
        var view = platform.view(BookingRow.VIEW);
        for (var n = 0; n < bookings; n++) {
            var id = Ids.of("listed", Integer.toString(n));
            sender.send(id, Bookings.place());
            sender.send(id, Bookings.confirm(Bookings.PAST));
            view.catchUp(id);
        }
    }

    private static void list(BookingQueries queries, int limit) {
        var call =
                TestCall.to("GET /bookings")
                        .by(Bookings.CLIENT)
                        .query("limit", Integer.toString(limit));
        var status = queries.handle(call.event()).path("statusCode").intValue();
        if (status == OK) return;
        throw new IllegalStateException("a list is answered " + status);
    }
}
