package dev.millrace.eventsourcing.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.EntityRef;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.process.Instance;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.testkit.Commits;
import dev.millrace.eventsourcing.testkit.Faults;
import dev.millrace.eventsourcing.testkit.InMemoryPorts;
import dev.millrace.eventsourcing.testkit.InMemoryProcessStore;
import dev.millrace.eventsourcing.testkit.VirtualClock;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The service of parcels and couriers, with its journals and their streams.
final class Depot {
    final VirtualClock clock = new VirtualClock(Commits.BEGINNING);
    final InMemoryPorts world = new InMemoryPorts(clock);
    private final List<String> couriers;
    private final Map<EntityRef, Long> delivered = new HashMap<>();
    private int commands;

    private final Service service;
    private Consumer<StreamRecord> whenGiven = _ -> {};

    Depot(String... couriers) {
        this(List.of(couriers), service(List.of(couriers)));
    }

    private Depot(List<String> couriers, Service service) {
        this.couriers = couriers;
        this.service = service;
    }

    /// A depot that also runs [Tracking].
    static Depot tracking(String... couriers) {
        var tracked =
                service(List.of(couriers))
                        .process(new Tracking(), Tracking.PARCELS, Tracking.COURIERS);
        return new Depot(List.of(couriers), tracked);
    }

    static Service service(List<String> couriers) {
        return Service.named("depot")
                .entity(Parcel.TYPE, Diagnosis.none())
                .entity(Courier.TYPE, Diagnosis.none())
                .process(new Dispatch(couriers), Dispatch.PARCELS, Dispatch.COURIERS)
                .process(new Workload(), Workload.COURIERS);
    }

    /// A function of the service.
    Processes function(Faults faults) {
        return new Processes(service, world.with(faults));
    }

    void register(String parcel) {
        send(Parcel.TYPE, parcel, new Parcel.Command.RegisterParcel());
    }

    void deliver(String parcel) {
        send(Parcel.TYPE, parcel, new Parcel.Command.DeliverParcel());
    }

    private <S, C, E, R> void send(EntityType<S, C, E, R> type, String id, C command) {
        var trace = new Trace("client " + commands++, "client", "request", null);
        assertThat(world.entities(type).send(id, command, trace))
                .isInstanceOf(Outcome.Accepted.class);
    }

    /// A record of a stream.
    record StreamRecord(EntityRef entity, Commit<?> commit) {}

    /// The records that were not delivered yet.
    List<StreamRecord> stream(List<String> parcels) {
        return Stream.concat(
                        parcels.stream().map(id -> new EntityRef("Parcel", id)),
                        couriers.stream().map(id -> new EntityRef("Courier", id)))
                .flatMap(entity ->
                        commits(entity).stream()
                                .filter(one -> one.seq() > delivered.getOrDefault(entity, 0L))
                                .<StreamRecord>map(commit -> new StreamRecord(entity, commit)))
                .toList();
    }

    private List<? extends Commit<?>> commits(EntityRef entity) {
        return entity.type().equals("Parcel")
                ? world.commits(Parcel.TYPE).read(entity.id(), 0)
                : world.commits(Courier.TYPE).read(entity.id(), 0);
    }

    /// Calls a listener before each record is delivered.
    void whenGiven(Consumer<StreamRecord> listener) {
        whenGiven = listener;
    }

    void give(Processes function, StreamRecord record) {
        whenGiven.accept(record);
        function.stream().handle(record.entity(), List.of(record.commit()));
        delivered.merge(record.entity(), record.commit().seq(), Math::max);
    }

    /// Makes every record be delivered again, as after a failed batch.
    void deliverAgain() {
        delivered.clear();
    }

    /// Delivers and sweeps until nothing is left to do at this time.
    void run(Processes function, List<String> parcels) {
        for (var rounds = 0; rounds < 50; rounds++) {
            var records = stream(parcels);
            if (records.isEmpty() && due().isEmpty()) return;
            records.forEach(record -> give(function, record));
            sweep(function);
        }
        throw new IllegalStateException("still at work after 50 rounds");
    }

    private List<String> due() {
        return kept().values().stream()
                .flatMap(store -> store.due(clock.instant()).stream())
                .toList();
    }

    private Map<String, InMemoryProcessStore<?, ?>> kept() {
        return Map.of(
                "dispatch", world.kept(Dispatch.TYPE),
                "workload", world.kept(Workload.TYPE),
                "tracking", world.kept(Tracking.TYPE));
    }

    void sweep(Processes function) {
        for (var name : function.names()) {
            var store = kept().get(name);
            var control = function.named(name);
            if (store == null || control == null) continue;
            store.due(clock.instant()).forEach(control::sweep);
        }
    }

    void wait(Duration time) {
        clock.advance(time);
    }

    List<String> events(EntityRef entity) {
        return commits(entity).stream()
                .flatMap(commit -> commit.events().stream())
                .map(Object::toString)
                .toList();
    }

    Instance<Dispatch.State, Dispatch.Input> dispatch(String parcel) {
        return world.kept(Dispatch.TYPE).load(parcel);
    }

    List<String> published() {
        return world.published().messages().stream().map(Message::id).toList();
    }
}
