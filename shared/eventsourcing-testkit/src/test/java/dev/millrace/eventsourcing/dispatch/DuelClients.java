package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.dispatch.DuelDepot.Machine;
import dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/// The commands of clients and couriers in a duel. Letters are parcels that no process handles:
/// they keep a courier busy.
final class DuelClients {
    private final DuelDepot depot;
    private final Set<String> handedIn = new HashSet<>();
    private int letters;

    DuelClients(DuelDepot depot) {
        this.depot = depot;
    }

    void register(String parcel, CrashPoint crashPoint) {
        depot.invoke(
                "client",
                crashPoint,
                machine ->
                        send(
                                machine,
                                Parcel.TYPE,
                                parcel,
                                new Parcel.Command.RegisterParcel(),
                                "register " + parcel));
    }

    /// A client hands a parcel to the first courier, who may be full, and then registers it. The
    /// client does not try again, because another courier may have the parcel by then.
    void handIn(String parcel, CrashPoint crashPoint) {
        handedIn.add(parcel);
        depot.invoke(
                "client",
                crashPoint,
                machine -> {
                    var hand = new Courier.Command.HandParcel(parcel);
                    send(machine, Courier.TYPE, depot.couriers.getFirst(), hand, "hand " + parcel);
                    var register = new Parcel.Command.RegisterParcel();
                    send(machine, Parcel.TYPE, parcel, register, "register " + parcel);
                });
    }

    void deliver(String parcel, CrashPoint crashPoint) {
        depot.invoke(
                "client",
                crashPoint,
                machine ->
                        send(
                                machine,
                                Parcel.TYPE,
                                parcel,
                                new Parcel.Command.DeliverParcel(),
                                "deliver " + parcel));
    }

    void giveLetter(String courier, CrashPoint crashPoint) {
        var letter = "letter " + ++letters;
        depot.invoke(
                "client",
                crashPoint,
                machine ->
                        send(
                                machine,
                                Courier.TYPE,
                                courier,
                                new Courier.Command.HandParcel(letter),
                                "give " + letter));
    }

    /// Returns a courier's letters, and with `evenParcels` the parcels that a process gave it.
    void empty(String courier, boolean evenParcels) {
        var world = depot.world.entities(Courier.TYPE);
        for (var parcel : carried(courier)) {
            if (!parcel.startsWith("letter") && (!evenParcels || handedIn.contains(parcel)))
                continue;
            var trace = new Trace("empty " + parcel + ++letters, "client", "request", null);
            world.send(courier, new Courier.Command.ReturnParcel(parcel), trace);
        }
    }

    /// A courier takes and returns letters. First 11 seconds pass, so that an owed command no
    /// longer counts as sent for the first time.
    void rush(String courier, int count) {
        depot.simulation.advance(Duration.ofSeconds(11));
        var world = depot.world.entities(Courier.TYPE);
        for (var n = 0; n < count; n++) {
            var letter = "letter " + ++letters;
            var take = new Trace("take " + letter, "client", "request", null);
            world.send(courier, new Courier.Command.HandParcel(letter), take);
            var back = new Trace("return " + letter, "client", "request", null);
            world.send(courier, new Courier.Command.ReturnParcel(letter), back);
        }
    }

    private Set<String> carried(String courier) {
        var all = new LinkedHashSet<String>();
        for (var commit : depot.world.commits(Courier.TYPE).read(courier, 0)) {
            for (var event : commit.events()) {
                if (event instanceof Courier.Event.ParcelTaken taken) all.add(taken.parcel());
                if (event instanceof Courier.Event.ParcelReturned back) all.remove(back.parcel());
            }
        }
        return all;
    }

    private <S, C, E, R> void send(
            Machine machine, EntityType<S, C, E, R> type, String id, C command, String commandId) {
        depot.trouble.touch("");
        try {
            var trace = new Trace(commandId, "client", "request", null);
            var outcome = machine.ports().entities(type).send(id, command, trace);
            depot.simulation.note(commandId + ": " + outcome.getClass().getSimpleName());
        } catch (RuntimeException failed) {
            depot.simulation.note(commandId + " fails: " + failed);
        }
    }
}
