package dev.millrace.bench;

import static dev.millrace.booking.BookingType.BOOKING;

import dev.millrace.booking.BookingCommand.CancelBooking;
import dev.millrace.booking.BookingCommand.PlaceBooking;
import dev.millrace.eventsourcing.Ids;
import java.util.List;
import java.util.stream.Collectors;

/// Measures what each kind of command costs.
final class CommandCosts implements Benchmark {
    @Override
    public String name() {
        return "commands";
    }

    @Override
    public List<Table> run(Scale scale) throws Exception {
        var table =
                new Table(
                        "The cost of a command. Warm: the function has cached the entity. Cold: it has not.",
                        "command",
                        "calls",
                        "write units",
                        "read units");
        try (var world = World.booking()) {
            var id = Ids.of("bench", "commands");
            var deadline = Bookings.PAST;
            var warm = Bookings.on(world.platform());
            row(world, table, "place a booking", () -> warm.send(id, Bookings.place()));
            row(world, table, "the same again", () -> warm.send(id, Bookings.place()));
            row(
                    world,
                    table,
                    "place another one under its id (rejected)",
                    () ->
                            warm.ask(
                                    id,
                                    new PlaceBooking(
                                            "somebody else",
                                            "elsewhere",
                                            Bookings.place().seats())));

            var reader = world.platform();
            reader.learn(BOOKING, reader.journal(BOOKING).commit(id, 1));
            row(
                    world,
                    table,
                    "confirm it, known from its stream record",
                    () -> Bookings.on(reader).send(id, Bookings.confirm(deadline)));
            row(
                    world,
                    table,
                    "pay it, warm: two events",
                    () -> Bookings.on(reader).send(id, Bookings.pay("p1")));
            row(
                    world,
                    table,
                    "cancel it, which is rejected, warm",
                    () -> Bookings.on(reader).ask(id, new CancelBooking(Bookings.CLIENT, null)));

            var other = Ids.of("bench", "cold commands");
            warm.send(other, Bookings.place());
            row(
                    world,
                    table,
                    "confirm another one, cold",
                    () -> Bookings.on(world.platform()).send(other, Bookings.confirm(deadline)));
        }
        return List.of(table);
    }

    private static void row(World world, Table table, String command, Cost.Work work)
            throws Exception {
        var cost = Cost.of(world.meter(), work);
        var calls =
                world.meter().calls().stream()
                        .collect(Collectors.groupingBy(call -> call, Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(call -> call.getValue() + " " + call.getKey())
                        .sorted()
                        .collect(Collectors.joining(", "));
        table.row(command, calls, cost.writes(), cost.reads());
    }
}
