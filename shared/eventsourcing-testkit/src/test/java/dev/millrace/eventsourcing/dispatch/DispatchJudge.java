package dev.millrace.eventsourcing.dispatch;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.dispatch.Courier.Event.ParcelReturned;
import dev.millrace.eventsourcing.dispatch.Courier.Event.ParcelTaken;
import dev.millrace.eventsourcing.dispatch.Parcel.Event.CourierAssigned;
import dev.millrace.eventsourcing.dispatch.Parcel.Event.ParcelDelivered;
import dev.millrace.eventsourcing.dispatch.Parcel.Event.ParcelRegistered;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// Checks the promises of a depot, when nothing is left to do.
final class DispatchJudge {
    private final DuelDepot depot;
    private final Set<String> violations = new LinkedHashSet<>();

    DispatchJudge(DuelDepot depot) {
        this.depot = depot;
    }

    void note(String violation) {
        violations.add(violation);
    }

    List<String> violations() {
        depot.couriers.forEach(this::judgeCourier);
        depot.parcels.forEach(this::judgeParcel);
        judgeWorkload();
        judgeMessages();
        DuelDepot.PROCESSES.keySet().stream().sorted().forEach(this::judgeLeftovers);
        return List.copyOf(violations);
    }

    /// A courier's event about a parcel.
    private record Deed(String courier, Courier.Event event) {
        @Override
        public String toString() {
            return courier + " " + event;
        }
    }

    private Stream<Deed> deeds() {
        return depot.couriers.stream()
                .flatMap(courier ->
                        commits(courier).stream()
                                .flatMap(commit -> commit.events().stream())
                                .map(event -> new Deed(courier, event)));
    }

    private List<Commit<Courier.Event>> commits(String courier) {
        return depot.world.commits(Courier.TYPE).read(courier, 0);
    }

    private void judgeCourier(String id) {
        var commands = new HashSet<String>();
        var courier = Courier.TYPE.decider().initial();
        for (var commit : commits(id)) {
            if (!commands.add(commit.commandId())) note("courier: one command was applied twice");
            for (var event : commit.events()) courier = Courier.evolve(courier, event);
            if (courier.parcels().size() > Courier.MOST) note("courier: carries too many");
        }
        if (!courier.parcels().isEmpty()) note("courier: a parcel stays for ever");
    }

    private void judgeParcel(String id) {
        var of = deeds().filter(deed -> deed.event().parcel().equals(id)).toList();
        var taken = of.stream().filter(deed -> deed.event() instanceof ParcelTaken).toList();
        var back = of.stream().filter(deed -> deed.event() instanceof ParcelReturned).toList();
        if (taken.size() != 1) note("parcel: taken %s times".formatted(taken.size()));
        if (back.size() != 1) note("parcel: given back %s times".formatted(back.size()));
        var events =
                depot.world.commits(Parcel.TYPE).read(id, 0).stream()
                        .flatMap(commit -> commit.events().stream())
                        .toList();
        if (taken.size() == 1) {
            var courier = taken.getFirst().courier();
            var life =
                    List.of(
                            new ParcelRegistered(),
                            new CourierAssigned(courier),
                            new ParcelDelivered(courier));
            if (!events.equals(life)) note("parcel: has another life than registered to delivered");
        }
        if (!depot.world.kept(Dispatch.TYPE).load(id).finished()) note("dispatch: not finished");
        judgeTracking(id, events, of);
    }

    private void judgeTracking(String id, List<Parcel.Event> events, List<Deed> deeds) {
        var notes = depot.world.kept(Tracking.TYPE).load(id).state();
        var lines = notes == null ? List.<String>of() : notes.lines();
        var ofHome = lines.stream().filter(line -> !line.startsWith("east ")).toList();
        if (!ofHome.equals(events.stream().map(Object::toString).toList())) {
            note("tracking: the home's events are not handled once, in order");
        }
        var ofOthers = lines.stream().filter(line -> line.startsWith("east ")).sorted().toList();
        var wanted = deeds.stream().map(Deed::toString).sorted();
        if (!ofOthers.equals(wanted.toList())) {
            note("tracking: the couriers' events are not handled once");
        }
    }

    /// A commit at or below the floor may be missing: its first delivery came after 300 later
    /// commits, and was reported.
    private void judgeWorkload() {
        var missing =
                new ArrayList<>(
                        deeds().map(Deed::event)
                                .filter(event -> event instanceof ParcelTaken)
                                .map(Courier.Event::parcel)
                                .toList());
        for (var parcel : counted()) {
            if (!missing.remove(parcel)) note("workload: counted one too often");
        }
        var ignored =
                depot.world.reports().lines().stream()
                        .filter(line -> line.startsWith("below the floor of workload"))
                        .distinct()
                        .count();
        if (missing.size() > ignored) note("workload: did not count each");
    }

    private List<String> counted() {
        var count = depot.world.kept(Workload.TYPE).load("east").state();
        return count == null ? List.of() : count.parcels();
    }

    /// The workload publishes every third parcel that it counts.
    private void judgeMessages() {
        var counted = counted();
        var wanted = new ArrayList<Object>();
        for (var n = 3; n <= counted.size(); n += 3) {
            wanted.add(new Workload.Busy("east " + n, counted.get(n - 1)));
        }
        var published = Set.copyOf(depot.world.published().messages());
        if (!published.containsAll(wanted)) note("workload: a message was never published");
        if (!wanted.containsAll(published)) note("workload: a wrong message was published");
    }

    private void judgeLeftovers(String process) {
        for (var instance : depot.kept(process).all()) {
            var left =
                    Stream.of(
                                    instance.parked() == null ? null : "parked",
                                    instance.owed().isEmpty() ? null : "owing",
                                    instance.waiting().isEmpty() ? null : "waiting",
                                    instance.behind().isEmpty() ? null : "behind",
                                    instance.timers().isEmpty() ? null : "with a timer",
                                    instance.hasStarted()
                                                    && WatchedStore.hasOutstanding(
                                                            instance.others())
                                            ? "with outstanding commits"
                                            : null)
                            .filter(Objects::nonNull)
                            .toList();
            if (!left.isEmpty()) note("%s: is left %s".formatted(process, left));
        }
        if (depot.kept(process).nextDue() != null) note(process + ": is due for ever");
    }
}
