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
import java.util.List;
import java.util.Optional;

/// Counts the parcels that all couriers of a depot have taken, and publishes each third. It has no
/// home: the key of an instance is the depot, which is the first word of a courier's id.
final class Workload implements StatefulProcess<Workload.Count, Workload.Taken> {
    record Count(int parcels) {}

    record Taken(String depot) {}

    record Busy(String id) implements Message {}

    static final ProcessType<Count, Taken> TYPE =
            new ProcessType<>(
                    "workload",
                    new Count(0),
                    TypeNames.of(Count.class, named("Count", Count.class)),
                    TypeNames.of(Taken.class, named("Taken", Taken.class)),
                    TypeNames.of(Busy.class, named("Busy", Busy.class)),
                    List.of());

    static final Source<Courier.Event, Taken> COURIERS =
            Source.other(
                    Courier.TYPE,
                    (commit, event) -> {
                        if (!(event instanceof Courier.Event.ParcelTaken)) return Optional.empty();
                        var depot = commit.entityId().split(" ", 2)[0];
                        return Optional.of(new Routed<>(depot, new Taken(depot)));
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
        var next = new Count(count.parcels() + 1);
        return next.parcels() % 3 == 0
                ? Transition.to(next, new Publish(new Busy(taken.depot() + " " + next.parcels())))
                : Transition.to(next);
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
