package com.acme.parcels;

import static com.acme.parcels.Dispatch.Stage.ALL_FULL;
import static com.acme.parcels.Dispatch.Stage.ASKING;
import static com.acme.parcels.Dispatch.Stage.ASSIGNED;
import static com.acme.parcels.Dispatch.Stage.ENDED;
import static com.acme.parcels.Dispatch.Stage.TAKEN;
import static dev.millrace.eventsourcing.process.Transition.to;

import com.acme.parcels.Courier.Command.ReleaseParcel;
import com.acme.parcels.Courier.Command.TakeParcel;
import com.acme.parcels.Dispatch.Input;
import com.acme.parcels.Dispatch.Input.Assigned;
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
import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAfter;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import java.time.Duration;
import java.util.List;

/// Finds a courier for a parcel: the first one who has room. If all are full, it looks again after
/// an hour. If the parcel is not delivered two days after its registration, it reminds the
/// recipient; after five days it returns the parcel to the sender. When the parcel is delivered or
/// returned, its courier releases it.
///
/// @param couriers the ids of the couriers to ask, in this order; at least one
record Dispatch(List<String> couriers) implements StatefulProcess<State, Input> {
    static final Duration LOOK_AGAIN = Duration.ofHours(1);
    static final Duration REMIND = Duration.ofDays(2);
    static final Duration RETURN = Duration.ofDays(5);

    /// @param asked how many couriers were asked in this round
    /// @param courier the courier who is asked, or who has the parcel
    /// @param returning whether the return was sent to the parcel, which has not ended yet
    record State(
            String parcel,
            String recipient,
            Stage stage,
            int asked,
            String courier,
            boolean returning) {
        State asking(String next, int number) {
            return new State(parcel, recipient, ASKING, number, next, returning);
        }

        State with(String courier, Stage next) {
            return new State(parcel, recipient, next, asked, courier, returning);
        }

        State toldToReturn() {
            return new State(parcel, recipient, stage, asked, courier, true);
        }

        State ended() {
            return new State(parcel, recipient, ENDED, asked, courier, false);
        }

        State withoutRecipient() {
            return new State(parcel, "", stage, asked, courier, returning);
        }
    }

    enum Stage {
        /// A courier was asked and has not answered yet.
        ASKING,
        ALL_FULL,
        /// A courier has the parcel. The parcel has not recorded the assignment yet.
        TAKEN,
        ASSIGNED,
        /// The parcel was returned before the courier who was asked has answered. A courier who
        /// takes it now must release it.
        ENDED
    }

    sealed interface Input {
        record Registered(String parcel, String recipient) implements Input {}

        record Taken(String courier) implements Input {}

        record Refused() implements Input {}

        record Assigned(String courier) implements Input {}

        record LookAgain() implements Input {}

        record Remind() implements Input {}

        record Return() implements Input {}

        /// The parcel is delivered or returned.
        record Ended() implements Input {}

        /// The process does not react to it.
        record Irrelevant() implements Input {}
    }

    /// A message to the recipient of a parcel that is not delivered yet.
    record DeliveryReminder(String id, String parcelId, String recipient) implements Message {}

    @Override
    public Interest interest(Input input) {
        return switch (input) {
            case Registered _ -> Interest.START;
            case Taken _, Refused(), Assigned _, LookAgain(), Remind(), Return(), Ended() ->
                    Interest.CONTINUE;
            case Irrelevant() -> Interest.NONE;
        };
    }

    @Override
    public Transition<State> on(State state, Input input, InputTime time) {
        return switch (input) {
            case Registered(var parcel, var recipient) ->
                    to(
                            new State(parcel, recipient, ASKING, 1, couriers.getFirst(), false),
                            new Send<>(Courier.TYPE, couriers.getFirst(), new TakeParcel(parcel)),
                            new WakeAt("remind", time.happenedAt().plus(REMIND), true),
                            new WakeAt("return", time.happenedAt().plus(RETURN), true));
            case Taken(var courier) ->
                    switch (state.stage()) {
                        case ASKING, ALL_FULL, TAKEN -> assign(state, courier);
                        case ASSIGNED ->
                                courier.equals(state.courier())
                                        ? to(state)
                                        : to(state, release(state, courier));
                        case ENDED -> to(state, release(state, courier), new Finish());
                    };
            case Refused() ->
                    switch (state.stage()) {
                        case ASKING, ALL_FULL, TAKEN -> ask(state, state.asked());
                        case ASSIGNED -> to(state);
                        case ENDED -> to(state, new Finish());
                    };
            case Assigned(var courier) -> to(state.with(courier, ASSIGNED));
            case LookAgain() -> ask(state, 0);
            case Remind() -> to(state, new Publish(reminder(state)));
            case Return() ->
                    to(
                            state.toldToReturn(),
                            new Send<>(Parcel.TYPE, state.parcel(), new ReturnParcel()));
            case Ended() ->
                    switch (state.stage()) {
                        case ASKING -> to(state.ended());
                        case ALL_FULL -> to(state, new Finish());
                        case TAKEN, ASSIGNED ->
                                to(state, release(state, state.courier()), new Finish());
                        case ENDED -> throw new IllegalStateException("a parcel ends once");
                    };
            case Irrelevant() -> to(state);
        };
    }

    private Transition<State> ask(State state, int asked) {
        if (asked >= couriers.size()) {
            return to(state.with("", ALL_FULL), new WakeAfter("look again", LOOK_AGAIN, true));
        }
        var courier = couriers.get(asked);
        return to(
                state.asking(courier, asked + 1),
                new Send<>(Courier.TYPE, courier, new TakeParcel(state.parcel())));
    }

    private static Transition<State> assign(State state, String courier) {
        return to(
                state.with(courier, TAKEN),
                new Send<>(Parcel.TYPE, state.parcel(), new AssignCourier(courier)));
    }

    private static Send<?> release(State state, String courier) {
        return new Send<>(Courier.TYPE, courier, new ReleaseParcel(state.parcel()));
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

    /// The parcel was delivered or returned before the command arrived. That event is an input,
    /// too.
    @Override
    public Input rejected(Rejection<?, ?> rejection) {
        return new Irrelevant();
    }

    @Override
    public boolean expects(Rejection<?, ?> rejection) {
        return rejection.reason() == Parcel.Rejection.ALREADY_DELIVERED
                || rejection.reason() == Parcel.Rejection.ALREADY_RETURNED;
    }

    /// Removes the recipient. The rest stays: a courier who has not answered yet must still release
    /// the parcel.
    @Override
    public State erased(State state) {
        return state.withoutRecipient();
    }

    /// After an assignment or a return, a commit of the parcel follows: its event, or the earlier
    /// event that ended the parcel.
    @Override
    public boolean expectsCommit(State state) {
        return state.stage() == TAKEN || state.returning();
    }

    @Override
    public ProcessType<State, Input> type() {
        return DispatchType.DISPATCH;
    }
}
