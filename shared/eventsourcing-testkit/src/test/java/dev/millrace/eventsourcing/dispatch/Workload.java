package dev.millrace.eventsourcing.dispatch;

import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.Source.Routed;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A process that counts the parcels that all couriers of a depot have taken, and publishes every
/// third. It has no home: the key of an instance is the depot, which is the first word of a
/// courier's id.
final class Workload implements StatefulProcess<Workload.Count, Workload.Taken> {
    record Count(List<String> parcels) {}

    record Taken(String depot, String parcel) {}

    /// @param parcel the last one that was counted
    record Busy(String id, String parcel) implements Message {}

    static final ProcessType<Count, Taken> TYPE =
            new ProcessType<>(
                    "workload",
                    new Count(List.of()),
                    TypeNames.of(Count.class, named("Count", Count.class)),
                    TypeNames.of(Taken.class, named("Taken", Taken.class)),
                    TypeNames.of(Busy.class, named("Busy", Busy.class)),
                    List.of());

    static final Source<Courier.Event, Taken> COURIERS =
            Source.other(
                    Courier.TYPE,
                    (commit, event) -> {
                        if (!(event instanceof Courier.Event.ParcelTaken(var parcel)))
                            return Optional.empty();
                        var depot = commit.entityId().split(" ", 2)[0];
                        return Optional.of(new Routed<>(depot, new Taken(depot, parcel)));
                    });

    @Override
    public ProcessType<Count, Taken> type() {
        return TYPE;
    }

    @Override
    public Interest interest(Taken taken) {
        return Interest.START;
    }

    @Override
    public Transition<Count> on(Count count, Taken taken, InputTime time) {
        var parcels = new ArrayList<>(count.parcels());
        parcels.add(taken.parcel());
        var next = new Count(List.copyOf(parcels));
        if (parcels.size() % 3 != 0) return Transition.to(next);
        var id = taken.depot() + " " + parcels.size();
        return Transition.to(next, new Publish(new Busy(id, taken.parcel())));
    }

    @Override
    public Taken due(String timer) {
        throw new IllegalStateException("it has no timer");
    }

    @Override
    public Taken rejected(Rejection<?, ?> rejection) {
        throw new IllegalStateException("it sends no command");
    }
}
