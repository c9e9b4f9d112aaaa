package dev.millrace.eventsourcing.dispatch;

import static dev.millrace.eventsourcing.TypeNames.named;

import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAfter;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.Source.Routed;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A process that finds a courier for each parcel. It asks the couriers in order until one has
/// room. If all are full, it begins again after an hour. After the delivery it makes the courier
/// return the parcel.
final class Dispatch implements StatefulProcess<Dispatch.State, Dispatch.Input> {
    static final Duration LOOK_AGAIN = Duration.ofHours(1);

    /// @param parcel empty before the first input
    /// @param asked how many couriers were asked in this round
    record State(String parcel, int asked) {}

    sealed interface Input {
        record OfParcel(String parcel, Parcel.Event event) implements Input {}

        record Taken(String courier) implements Input {}

        record Refused() implements Input {}

        record TakenBack() implements Input {}

        record AlreadyAssigned() implements Input {}

        record LookAgain() implements Input {}
    }

    static final ProcessType<State, Input> TYPE =
            new ProcessType<>(
                    "dispatch",
                    new State("", 0),
                    TypeNames.of(State.class, named("State", State.class)),
                    TypeNames.of(
                            Input.class,
                            named("OfParcel", Input.OfParcel.class),
                            named("Taken", Input.Taken.class),
                            named("Refused", Input.Refused.class),
                            named("TakenBack", Input.TakenBack.class),
                            named("AlreadyAssigned", Input.AlreadyAssigned.class),
                            named("LookAgain", Input.LookAgain.class)),
                    ProcessType.NO_MESSAGES,
                    List.of(Parcel.TYPE, Courier.TYPE));

    static final Source<Parcel.Event, Input> PARCELS =
            Source.home(
                    Parcel.TYPE, (commit, event) -> new Input.OfParcel(commit.entityId(), event));

    static final Source<Courier.Event, Input> COURIERS =
            Source.other(
                    Courier.TYPE,
                    (commit, event) ->
                            switch (event) {
                                case Courier.Event.ParcelTaken(var parcel) ->
                                        Optional.of(
                                                new Routed<>(
                                                        parcel,
                                                        new Input.Taken(commit.entityId())));
                                case Courier.Event.ParcelRefused(var parcel) ->
                                        Optional.of(new Routed<>(parcel, new Input.Refused()));
                                case Courier.Event.ParcelKept _, Courier.Event.ParcelReturned _ ->
                                        Optional.empty();
                            });

    private final List<String> couriers;

    Dispatch(List<String> couriers) {
        this.couriers = couriers;
    }

    @Override
    public ProcessType<State, Input> type() {
        return TYPE;
    }

    @Override
    public Interest interest(Input input) {
        return switch (input) {
            case Input.OfParcel(_, Parcel.Event.ParcelRegistered _) -> Interest.START;
            case Input.OfParcel _,
                    Input.Taken _,
                    Input.Refused _,
                    Input.TakenBack _,
                    Input.AlreadyAssigned _,
                    Input.LookAgain _ ->
                    Interest.CONTINUE;
        };
    }

    @Override
    public Transition<State> on(State state, Input input, InputTime time) {
        return switch (input) {
            case Input.OfParcel(var parcel, Parcel.Event.ParcelRegistered _) ->
                    ask(new State(parcel, 0));
            case Input.Taken(var courier) ->
                    Transition.to(
                            state,
                            new Send<>(
                                    Parcel.TYPE,
                                    state.parcel(),
                                    new Parcel.Command.AssignCourier(courier)));
            case Input.Refused() -> ask(state);
            case Input.LookAgain() -> ask(new State(state.parcel(), 0));
            case Input.OfParcel(_, Parcel.Event.ParcelDelivered(var courier)) ->
                    Transition.to(
                            state,
                            new Send<>(
                                            Courier.TYPE,
                                            courier,
                                            new Courier.Command.ReturnParcel(state.parcel()))
                                    .reportingAcceptance());
            case Input.TakenBack() -> Transition.to(state, new Finish());
            case Input.OfParcel(_, Parcel.Event.CourierAssigned _), Input.AlreadyAssigned _ ->
                    Transition.to(state);
        };
    }

    private Transition<State> ask(State state) {
        if (state.asked() == couriers.size()) {
            return Transition.to(state, new WakeAfter("look again", LOOK_AGAIN, false));
        }
        return Transition.to(
                new State(state.parcel(), state.asked() + 1),
                new Send<>(
                        Courier.TYPE,
                        couriers.get(state.asked()),
                        new Courier.Command.TakeParcel(state.parcel())));
    }

    @Override
    public Input due(String timer) {
        return new Input.LookAgain();
    }

    @Override
    public Input rejected(Rejection<?, ?> rejection) {
        return new Input.AlreadyAssigned();
    }

    @Override
    public boolean expects(Rejection<?, ?> rejection) {
        return false;
    }

    @Override
    public Input accepted(Send<?> send) {
        return new Input.TakenBack();
    }
}
