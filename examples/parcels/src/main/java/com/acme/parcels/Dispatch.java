package com.acme.parcels;

import static com.acme.parcels.Dispatch.Stage.ALL_FULL;
import static com.acme.parcels.Dispatch.Stage.ASKING;
import static com.acme.parcels.Dispatch.Stage.ENDED;
import static com.acme.parcels.Dispatch.Stage.TAKEN;
import static dev.millrace.eventsourcing.TypeNames.named;
import static dev.millrace.eventsourcing.process.Transition.to;

import com.acme.parcels.Courier.Command.ReleaseParcel;
import com.acme.parcels.Courier.Command.TakeParcel;
import com.acme.parcels.Courier.Event.ParcelRefused;
import com.acme.parcels.Courier.Event.ParcelReleased;
import com.acme.parcels.Courier.Event.ParcelTaken;
import com.acme.parcels.Dispatch.Input;
import com.acme.parcels.Dispatch.Input.Ended;
import com.acme.parcels.Dispatch.Input.Irrelevant;
import com.acme.parcels.Dispatch.Input.LookAgain;
import com.acme.parcels.Dispatch.Input.Refused;
import com.acme.parcels.Dispatch.Input.Registered;
import com.acme.parcels.Dispatch.Input.Remind;
import com.acme.parcels.Dispatch.Input.Return;
import com.acme.parcels.Dispatch.Input.Taken;
import com.acme.parcels.Dispatch.State;
import com.acme.parcels.Parcel.Command.AssignCourier;
import com.acme.parcels.Parcel.Command.ReturnParcel;
import com.acme.parcels.Parcel.Event.CourierAssigned;
import com.acme.parcels.Parcel.Event.ParcelDelivered;
import com.acme.parcels.Parcel.Event.ParcelHandedOver;
import com.acme.parcels.Parcel.Event.ParcelRegistered;
import com.acme.parcels.Parcel.Event.ParcelReturned;
import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAfter;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Message;
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

/// Finds a courier for a parcel: the first one who has room. If all are full, it looks again after
/// an hour. If the parcel is not delivered two days after its registration, it reminds the
/// recipient; after five days it returns the parcel to the sender. When the parcel is delivered or
/// returned, its courier releases it.
///
/// @param couriers the couriers that it asks, in this order; at least one
record Dispatch(List<String> couriers) implements StatefulProcess<State, Input> {
    static final Duration LOOK_AGAIN = Duration.ofHours(1);
    static final Duration REMIND = Duration.ofDays(2);
    static final Duration RETURN = Duration.ofDays(5);

    /// @param asked how many couriers were asked in this round
    /// @param courier who was asked last
    record State(String parcel, String recipient, Stage stage, int asked, String courier) {
        State at(Stage next) {
            return new State(parcel, recipient, next, asked, courier);
        }
    }

    enum Stage {
        /// A courier was asked and has not answered yet.
        ASKING,
        ALL_FULL,
        TAKEN,
        /// The parcel was returned before the courier who was asked has answered. A courier who
        /// takes it now must release it.
        ENDED
    }

    sealed interface Input {
        record Registered(String parcel, String recipient) implements Input {}

        record Taken(String courier) implements Input {}

        record Refused() implements Input {}

        record LookAgain() implements Input {}

        record Remind() implements Input {}

        record Return() implements Input {}

        /// The parcel is delivered or returned.
        record Ended() implements Input {}

        /// There is nothing to do.
        record Irrelevant() implements Input {}
    }

    /// To the recipient of a parcel that is not delivered yet.
    record DeliveryReminder(String id, String parcelId, String recipient) implements Message {}

    @Override
    public Interest interest(Input input) {
        return switch (input) {
            case Registered _ -> Interest.START;
            case Taken _, Refused(), LookAgain(), Remind(), Return(), Ended() -> Interest.CONTINUE;
            case Irrelevant() -> Interest.NONE;
        };
    }

    @Override
    public Transition<State> on(State state, Input input, InputTime time) {
        return switch (input) {
            case Registered(var parcel, var recipient) ->
                    to(
                            new State(parcel, recipient, ASKING, 1, couriers.getFirst()),
                            new Send<>(Courier.TYPE, couriers.getFirst(), new TakeParcel(parcel)),
                            new WakeAt("remind", time.happenedAt().plus(REMIND), true),
                            new WakeAt("return", time.happenedAt().plus(RETURN), true));
            case Taken(var courier) when state.stage() == ENDED -> release(state, courier);
            case Taken(var courier) -> assign(state, courier);
            case Refused() when state.stage() == ENDED -> to(state, new Finish());
            case Refused() -> ask(state, state.asked());
            case LookAgain() -> ask(state, 0);
            case Remind() -> to(state, new Publish(reminder(state)));
            case Return() -> to(state, new Send<>(Parcel.TYPE, state.parcel(), new ReturnParcel()));
            case Ended() ->
                    switch (state.stage()) {
                        case ASKING -> to(state.at(ENDED));
                        case ALL_FULL -> to(state, new Finish());
                        case TAKEN -> release(state, state.courier());
                        case ENDED -> throw new IllegalStateException("a parcel ends once");
                    };
            case Irrelevant() -> to(state);
        };
    }

    private Transition<State> ask(State state, int asked) {
        if (asked >= couriers.size()) {
            return to(state.at(ALL_FULL), new WakeAfter("look again", LOOK_AGAIN, true));
        }
        var courier = couriers.get(asked);
        return to(
                new State(state.parcel(), state.recipient(), ASKING, asked + 1, courier),
                new Send<>(Courier.TYPE, courier, new TakeParcel(state.parcel())));
    }

    private static Transition<State> assign(State state, String courier) {
        return to(
                state.at(TAKEN),
                new Send<>(Parcel.TYPE, state.parcel(), new AssignCourier(courier)));
    }

    private static Transition<State> release(State state, String courier) {
        return to(
                state,
                new Send<>(Courier.TYPE, courier, new ReleaseParcel(state.parcel())),
                new Finish());
    }

    private static DeliveryReminder reminder(State state) {
        var id = Ids.of("delivery-reminder", state.parcel());
        return new DeliveryReminder(id, state.parcel(), state.recipient());
    }

    @Override
    public Input due(String timer) {
        return switch (timer) {
            case "look again" -> new LookAgain();
            case "remind" -> new Remind();
            case "return" -> new Return();
            default -> throw new IllegalArgumentException(timer);
        };
    }

    /// The parcel was delivered or returned before the command came. Its journal says so, too.
    @Override
    public Input rejected(Rejection<?, ?> rejection) {
        return new Irrelevant();
    }

    @Override
    public boolean expects(Rejection<?, ?> rejection) {
        return rejection.reason() == Parcel.Rejection.ALREADY_DELIVERED
                || rejection.reason() == Parcel.Rejection.ALREADY_RETURNED;
    }

    /// A courier who has not answered yet must still release the parcel. The recipient is
    /// forgotten.
    @Override
    public State erased(State state) {
        return new State(state.parcel(), "", state.stage(), state.asked(), state.courier());
    }

    static final Source<Parcel.Event, Input> PARCELS =
            Source.home(
                    Parcel.TYPE,
                    (commit, event) ->
                            switch (event) {
                                case ParcelRegistered(_, var recipient) ->
                                        new Registered(commit.entityId(), recipient);
                                case CourierAssigned _, ParcelHandedOver() -> new Irrelevant();
                                case ParcelDelivered(), ParcelReturned _ -> new Ended();
                            });

    /// An answer goes to the instance of the parcel that it is about.
    static final Source<Courier.Event, Input> COURIERS =
            Source.other(
                    Courier.TYPE,
                    (commit, event) ->
                            switch (event) {
                                case ParcelTaken(var parcel) ->
                                        Optional.of(
                                                new Routed<>(parcel, new Taken(commit.entityId())));
                                case ParcelRefused(var parcel) ->
                                        Optional.of(new Routed<>(parcel, new Refused()));
                                case ParcelReleased _ -> Optional.empty();
                            });

    static final ProcessType<State, Input> TYPE =
            new ProcessType<>(
                    "dispatch",
                    new State("", "", ASKING, 0, ""),
                    TypeNames.of(State.class, named("State", State.class)),
                    TypeNames.of(
                            Input.class,
                            named("Registered", Registered.class),
                            named("Taken", Taken.class),
                            named("Refused", Refused.class),
                            named("LookAgain", LookAgain.class),
                            named("Remind", Remind.class),
                            named("Return", Return.class),
                            named("Ended", Ended.class),
                            named("Irrelevant", Irrelevant.class)),
                    TypeNames.of(
                            DeliveryReminder.class,
                            named("DeliveryReminder", DeliveryReminder.class)),
                    List.of(Parcel.TYPE, Courier.TYPE));

    @Override
    public ProcessType<State, Input> type() {
        return TYPE;
    }
}
