package dev.millrace.eventsourcing.dispatch;

import static dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint.NEVER;
import static java.util.Objects.requireNonNull;

import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.Outage;
import dev.millrace.eventsourcing.dispatch.DuelDepot.ParkedInstance;
import dev.millrace.eventsourcing.dispatch.RecordStream.Batch;
import dev.millrace.eventsourcing.dispatch.RecordStream.StreamRecord;
import dev.millrace.eventsourcing.process.StreamReader;
import dev.millrace.eventsourcing.testkit.simulation.Invocation.CrashPoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;

/// The deeds of a duel. Each deed starts an invocation, as AWS or an operator would.
final class DuelDeeds {
    private static final int MOST_ENTITIES_AT_ONCE = 4;

    private final DuelDepot depot;
    private final DuelClients clients;

    DuelDeeds(DuelDepot depot) {
        this.depot = depot;
        this.clients = new DuelClients(depot);
    }

    DuelClients clients() {
        return clients;
    }

    /// Delivers records: in order within an entity, concurrently for different entities.
    void deliver(RecordStream stream, int again, int most, CrashPoint crashPoint) {
        depot.invoke(
                stream.name() + " stream",
                crashPoint,
                machine -> {
                    var batch = stream.batch(again, most);
                    depot.simulation.note("is given " + batch.records());
                    stream.delivered(batch, done(machine.processes().stream(), batch));
                });
    }

    /// @return the number of records before the first one that failed
    private int done(StreamReader reader, Batch batch) {
        var byEntity = new LinkedHashMap<EntityRef, List<Integer>>();
        for (var n = 0; n < batch.records().size(); n++) {
            byEntity.computeIfAbsent(batch.records().get(n).entity(), _ -> new ArrayList<>())
                    .add(n);
        }
        var failed = new HashSet<Integer>();
        failed.add(batch.records().size());
        var tasks =
                byEntity.values().stream()
                        .<Callable<Object>>map(numbers ->
                                () -> {
                                    for (var n : numbers) {
                                        if (give(reader, batch.records().get(n))) continue;
                                        failed.add(n);
                                        break;
                                    }
                                    return "";
                                })
                        .toList();
        var ended = depot.simulation.runtime().threads().runAll(MOST_ENTITIES_AT_ONCE, tasks);
        ended.forEach(task -> requireNonNull(task.resultNow()));
        return failed.stream().mapToInt(Integer::intValue).min().orElse(0);
    }

    private boolean give(StreamReader reader, StreamRecord record) {
        return works(
                "the stream",
                () -> {
                    var name = record.toString();
                    if (depot.trouble.isUnreadable(name)) {
                        var newer = new IllegalArgumentException("newer code wrote " + name);
                        reader.unreadable(name, newer);
                    } else {
                        reader.handle(record.entity(), List.of(record.commit()));
                    }
                });
    }

    /// Any failure except an outage is a violation.
    private boolean works(String what, Runnable work) {
        try {
            work.run();
            return true;
        } catch (Outage outage) {
            depot.simulation.note(what + " fails: " + outage);
        } catch (RuntimeException defect) {
            depot.simulation.note(what + " fails: " + defect);
            depot.violations.add(what + " fails by " + defect.getClass().getSimpleName());
        }
        return false;
    }

    void sweep(CrashPoint crashPoint) {
        depot.invoke(
                "sweep",
                crashPoint,
                machine -> {
                    var now = machine.ports().clock().instant();
                    for (var name : machine.processes().names()) {
                        var control = requireNonNull(machine.processes().named(name));
                        var due =
                                depot.simulation.call(
                                        "due of " + name, () -> depot.kept(name).due(now));
                        due.forEach(key -> works("the sweep of " + name, () -> control.sweep(key)));
                    }
                });
    }

    /// An operator redrives a random parked instance.
    void redriveOne(CrashPoint crashPoint) {
        var parked = depot.parked();
        if (parked.isEmpty()) return;
        redrive(parked.get(depot.simulation.random().nextInt(parked.size())), crashPoint);
    }

    void redriveAll() {
        depot.parked().forEach(one -> redrive(one, NEVER));
    }

    private void redrive(ParkedInstance one, CrashPoint crashPoint) {
        depot.invoke(
                "operator",
                crashPoint,
                machine ->
                        requireNonNull(machine.processes().named(one.process()))
                                .redrive(one.key()));
    }

    void fromJournal(String process, EntityRef entity, CrashPoint crashPoint) {
        depot.invoke(
                "operator",
                crashPoint,
                machine -> requireNonNull(machine.processes().named(process)).fromJournal(entity));
    }

    /// An operator feeds every entity with a lost record to all processes, from the journal.
    void fromJournalWhatWasLost() {
        for (var stream : depot.streams()) {
            for (var entity : stream.lost()) {
                for (var process : List.of("dispatch", "workload", "tracking")) {
                    if (process.equals("workload") && entity.type().equals("Parcel")) continue;
                    fromJournal(process, entity, NEVER);
                }
            }
        }
    }
}
