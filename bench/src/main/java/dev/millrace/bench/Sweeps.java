package dev.millrace.bench;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.millrace.booking.BookingRow;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.SortableTime;
import dev.millrace.eventsourcing.lambda.StreamBatch;
import dev.millrace.eventsourcing.lambda.TestContext;
import dev.millrace.functions.expiry.BookingExpiry;
import dev.millrace.functions.processes.BookingProcess;
import dev.millrace.functions.processes.ProcessTimers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Measures what the two sweeps cost, by how much is due and how much only waits.
final class Sweeps implements Benchmark {
    private static final int SHARDS = 8;

    /// The size of a batch in template.yaml.
    private static final int BATCH = 100;

    private static final Instant NOT_YET = Instant.parse("2100-01-01T00:00:00Z");

    @Override
    public String name() {
        return "sweeps";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var table =
                new Table(
                        "A sweep, while %s items are not due yet. Writes include those of the indexes."
                                .formatted(Numbers.text(scale.open())),
                        "sweep",
                        "due",
                        "calls",
                        "write units",
                        "read units",
                        "ms");
        try (var world = World.booking()) {
            var ids = new ArrayList<String>();
            for (var n = 0; n < scale.due(); n++) ids.add(Ids.of("due", Integer.toString(n)));
            confirm(world, ids);
            addWaiting(world, "BookingViewTable", scale.open());
            addWaiting(world, "ProcessesTable", scale.open());
            sweep(world, table, scale.due());
            ids.forEach(world.platform().view(BookingRow.VIEW)::catchUp);
            sweep(world, table, 0);
        }
        return List.of(table);
    }

    private static void sweep(World world, Table table, int due) throws Exception {
        var timers = new ProcessTimers(world.platform());
        row(
                world,
                table,
                "timers of processes",
                due,
                "swept",
                () -> timers.run(TestContext.inTime()));
        var expiry = new BookingExpiry(world.platform());
        row(
                world,
                table,
                "bookings past their deadline",
                due,
                "expired",
                () -> expiry.run(TestContext.inTime()));
    }

    private interface Sweep {
        Map<String, Object> run();
    }

    private static void row(
            World world, Table table, String title, int due, String counted, Sweep sweep)
            throws Exception {
        var cost =
                Cost.of(
                        world.meter(),
                        () -> {
                            var answer = sweep.run();
                            if (answer.getOrDefault(counted, -1).equals(due)) return;
                            throw new IllegalStateException(
                                    "%s: %s due, but %s".formatted(title, due, answer));
                        });
        table.row(title, due, cost.calls(), cost.writes(), cost.reads(), cost.millis());
    }

    /// Makes bookings past their deadlines, with their rows and the timers of their reminders.
    private static void confirm(World world, List<String> ids) {
        var platform = world.platform(InstantSource.fixed(Bookings.LONG_AGO));
        var sender = Bookings.on(platform);
        var view = platform.view(BookingRow.VIEW);
        for (var id : ids) {
            sender.send(id, Bookings.place());
            sender.send(id, Bookings.confirm(Bookings.PAST));
            view.catchUp(id);
        }
        var commits =
                world.items("BookingEventsTable").stream()
                        .filter(item -> "2".equals(item.getOrDefault("seq", fromS("")).n()))
                        .toList();
        var process = new BookingProcess(platform);
        for (var first = 0; first < commits.size(); first += BATCH) {
            var batch = commits.subList(first, Math.min(commits.size(), first + BATCH));
            process.handleRequest(StreamBatch.ofItems(batch), null);
        }
    }

    /// Copies one item of a table under other keys, due later.
    private static void addWaiting(World world, String table, int open) {
        var one =
                world.items(table).stream()
                        .filter(item -> item.containsKey("dueAt"))
                        .findFirst()
                        .orElseThrow();
        world.fill(
                table,
                open,
                n -> {
                    var copy = new HashMap<String, AttributeValue>(one);
                    var key = Ids.of("waits", Integer.toString(n));
                    copy.put("pk", fromS(key));
                    copy.replace("key", fromS(key));
                    copy.put("dueShard", fromS(Integer.toString(n % SHARDS)));
                    copy.put("dueAt", fromS(SortableTime.of(NOT_YET)));
                    return copy;
                });
    }
}
