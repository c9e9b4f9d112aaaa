package dev.millrace.eventsourcing.dispatch;

import static dev.millrace.eventsourcing.TypeNames.named;

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
import java.util.stream.Stream;

/// A process that records all events of a parcel. It starts when a courier takes the parcel:
/// another entity starts it, not its home.
final class Tracking implements StatefulProcess<Tracking.Notes, Tracking.Input> {
    record Notes(List<String> lines) {
        private Notes plus(String line) {
            return new Notes(Stream.concat(lines.stream(), Stream.of(line)).toList());
        }
    }

    sealed interface Input {
        record OfParcel(Parcel.Event event) implements Input {}

        record OfCourier(String courier, Courier.Event event) implements Input {}
    }

    static final ProcessType<Notes, Input> TYPE =
            new ProcessType<>(
                    "tracking",
                    new Notes(List.of()),
                    TypeNames.of(Notes.class, named("Notes", Notes.class)),
                    TypeNames.of(
                            Input.class,
                            named("OfParcel", Input.OfParcel.class),
                            named("OfCourier", Input.OfCourier.class)),
                    ProcessType.NO_MESSAGES,
                    List.of());

    static final Source<Parcel.Event, Input> PARCELS =
            Source.home(Parcel.TYPE, (_, event) -> new Input.OfParcel(event));

    static final Source<Courier.Event, Input> COURIERS =
            Source.other(
                    Courier.TYPE,
                    (commit, event) ->
                            Optional.of(
                                    new Routed<>(
                                            event.parcel(),
                                            new Input.OfCourier(commit.entityId(), event))));

    @Override
    public ProcessType<Notes, Input> type() {
        return TYPE;
    }

    @Override
    public Interest interest(Input input) {
        return switch (input) {
            case Input.OfParcel _ -> Interest.CONTINUE;
            case Input.OfCourier(_, Courier.Event.ParcelTaken _) -> Interest.START;
            case Input.OfCourier _ -> Interest.CONTINUE;
        };
    }

    @Override
    public Transition<Notes> on(Notes notes, Input input, InputTime time) {
        return Transition.to(
                switch (input) {
                    case Input.OfParcel(var event) -> notes.plus(event.toString());
                    case Input.OfCourier(var courier, var event) ->
                            notes.plus(courier + " " + event);
                });
    }

    @Override
    public Input due(String timer) {
        throw new IllegalStateException("it has no timer");
    }

    @Override
    public Input rejected(Rejection<?, ?> rejection) {
        throw new IllegalStateException("it sends no command");
    }

    @Override
    public boolean expects(Rejection<?, ?> rejection) {
        return false;
    }
}
