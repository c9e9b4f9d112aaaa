package com.example.service;

import static dev.millrace.eventsourcing.TypeNames.named;

import com.example.service.Order.Command.CancelOrder;
import com.example.service.Order.Event.OrderCancelled;
import com.example.service.Order.Event.OrderPlaced;
import com.example.service.Order.Event.OrderShipped;
import com.example.service.ShippingDeadline.Input;
import com.example.service.ShippingDeadline.Input.Ended;
import com.example.service.ShippingDeadline.Input.Late;
import com.example.service.ShippingDeadline.Input.Placed;
import com.example.service.ShippingDeadline.Input.TooLate;
import com.example.service.ShippingDeadline.State;
import dev.millrace.eventsourcing.Effect.Finish;
import dev.millrace.eventsourcing.Effect.Publish;
import dev.millrace.eventsourcing.Effect.Send;
import dev.millrace.eventsourcing.Effect.WakeAt;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Message;
import dev.millrace.eventsourcing.TypeNames;
import dev.millrace.eventsourcing.process.InputTime;
import dev.millrace.eventsourcing.process.ProcessType;
import dev.millrace.eventsourcing.process.Rejection;
import dev.millrace.eventsourcing.process.Source;
import dev.millrace.eventsourcing.process.StatefulProcess;
import dev.millrace.eventsourcing.process.Transition;
import java.time.Duration;
import java.util.List;

/// Publishes a reminder if an order is not shipped in time, and cancels the order after twice that
/// time.
final class ShippingDeadline implements StatefulProcess<State, Input> {
    /// @param isCancelling whether the process has sent the cancellation
    record State(String orderId, boolean isCancelling) {}

    sealed interface Input {
        record Placed(String orderId) implements Input {}

        record Late() implements Input {}

        record TooLate() implements Input {}

        /// The order is shipped or cancelled.
        record Ended() implements Input {}
    }

    record ShipmentReminder(String id, String orderId) implements Message {}

    static final ProcessType<State, Input> TYPE =
            new ProcessType<>(
                    "shipping-deadline",
                    new State("", false),
                    TypeNames.of(State.class, named("State", State.class)),
                    TypeNames.of(
                            Input.class,
                            named("Placed", Placed.class),
                            named("Late", Late.class),
                            named("TooLate", TooLate.class),
                            named("Ended", Ended.class)),
                    TypeNames.of(
                            ShipmentReminder.class,
                            named("ShipmentReminder", ShipmentReminder.class)),
                    List.of(Order.TYPE));

    /// Each order has one instance, whose key is the order's id.
    static final Source<Order.Event, Input> ORDERS =
            Source.home(
                    Order.TYPE,
                    (commit, event) ->
                            switch (event) {
                                case OrderPlaced _ -> new Placed(commit.entityId());
                                case OrderShipped(), OrderCancelled() -> new Ended();
                            });

    private final Duration time;

    /// @param time the time from the placement within which an order must be shipped
    ShippingDeadline(Duration time) {
        this.time = time;
    }

    @Override
    public ProcessType<State, Input> type() {
        return TYPE;
    }

    @Override
    public Interest interest(Input input) {
        return input instanceof Placed ? Interest.START : Interest.CONTINUE;
    }

    @Override
    public Transition<State> on(State state, Input input, InputTime at) {
        return switch (input) {
            case Placed(var orderId) ->
                    Transition.to(
                            new State(orderId, false),
                            new WakeAt("late", at.happenedAt().plus(time), true),
                            new WakeAt(
                                    "too late", at.happenedAt().plus(time.multipliedBy(2)), true));
            case Late() -> Transition.to(state, new Publish(reminder(state)));
            case TooLate() ->
                    Transition.to(
                            new State(state.orderId(), true),
                            new Send<>(Order.TYPE, state.orderId(), new CancelOrder()));
            case Ended() -> Transition.to(state, new Finish());
        };
    }

    private static ShipmentReminder reminder(State state) {
        return new ShipmentReminder(Ids.of("reminder", state.orderId()), state.orderId());
    }

    @Override
    public Input due(String timer) {
        return timer.equals("late") ? new Late() : new TooLate();
    }

    /// The order was shipped before the command arrived. Its event ends the instance, too.
    @Override
    public Input rejected(Rejection<?, ?> rejection) {
        return new Ended();
    }

    @Override
    public boolean expects(Rejection<?, ?> rejection) {
        return rejection.reason() == Order.Rejection.ALREADY_SHIPPED;
    }

    /// The cancellation makes an event. If a restore of the journal has lost it, the instance
    /// starts again.
    @Override
    public boolean expectsCommit(State state) {
        return state.isCancelling();
    }
}
