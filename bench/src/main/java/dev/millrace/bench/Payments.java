package dev.millrace.bench;

import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.lambda.snapstart.FakeEvents;
import dev.millrace.functions.processes.PaymentProcess;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/// Measures what a payment costs the process of a booking, by the number of earlier payments.
final class Payments implements Benchmark {
    @Override
    public String name() {
        return "payments";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var table =
                new Table(
                        "A payment that is too low, so that it is rejected and refunded. It is the n-th payment of one booking.",
                        "payment",
                        "calls",
                        "write units",
                        "read units");
        try (var world = World.booking()) {
            var id = Ids.of("bench", "payments");
            var bookings = Bookings.on(world.platform());
            bookings.send(id, Bookings.place());
            bookings.send(id, Bookings.confirm(Bookings.PAST));
            for (var number = 1; number <= scale.payments().getLast(); number++) {
                var event =
                        FakeEvents.event("event-" + number, "PaymentReceived", detail(id, number));
                var process = new PaymentProcess(world.platform());
                var cost =
                        Cost.of(
                                world.meter(),
                                () ->
                                        process.handleRequest(
                                                event, OutputStream.nullOutputStream(), null));
                if (scale.payments().contains(number)) {
                    table.row(number, cost.calls(), cost.writes(), cost.reads());
                }
            }
        }
        return List.of(table);
    }

    private static Map<String, Object> detail(String bookingId, int number) {
        return Map.of(
                "clientId",
                Bookings.CLIENT,
                "paymentId",
                "payment-" + number,
                "bookingId",
                bookingId,
                "amount",
                "1.00",
                "currency",
                "EUR");
    }
}
