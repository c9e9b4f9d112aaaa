package com.example.service;

import static com.example.service.Order.Rejection.ALREADY_CANCELLED;
import static com.example.service.Order.Rejection.ALREADY_PLACED;
import static com.example.service.Order.Rejection.ALREADY_SHIPPED;
import static com.example.service.Order.Rejection.NOT_FOUND;
import static dev.millrace.eventsourcing.Decision.accept;
import static dev.millrace.eventsourcing.Decision.reject;
import static dev.millrace.eventsourcing.TypeNames.named;

import com.example.service.Order.Command.CancelOrder;
import com.example.service.Order.Command.PlaceOrder;
import com.example.service.Order.Command.ShipOrder;
import com.example.service.Order.Event.OrderCancelled;
import com.example.service.Order.Event.OrderPlaced;
import com.example.service.Order.Event.OrderShipped;
import dev.millrace.eventsourcing.Decider;
import dev.millrace.eventsourcing.Decision;
import dev.millrace.eventsourcing.EntityType;
import dev.millrace.eventsourcing.TypeNames;

/// The decider of an order. An order is placed, and then shipped or cancelled.
sealed interface Order {
    record None() implements Order {}

    record Placed() implements Order {}

    record Shipped() implements Order {}

    record Cancelled() implements Order {}

    /// The commands that an order accepts or rejects.
    sealed interface Command {
        record PlaceOrder(String customer, String item) implements Command {}

        record ShipOrder() implements Command {}

        record CancelOrder() implements Command {}
    }

    /// The events of an order.
    sealed interface Event {
        record OrderPlaced(String customer, String item) implements Event {}

        record OrderShipped() implements Event {}

        record OrderCancelled() implements Event {}
    }

    enum Rejection {
        NOT_FOUND,
        ALREADY_PLACED,
        ALREADY_SHIPPED,
        ALREADY_CANCELLED
    }

    /// Decides one command. Repeating a command that took effect changes nothing.
    static Decision<Event, Rejection> decide(Order order, Command command) {
        return switch (command) {
            case PlaceOrder(var customer, var item) ->
                    order instanceof None
                            ? accept(new OrderPlaced(customer, item))
                            : reject(ALREADY_PLACED);
            case ShipOrder() ->
                    switch (order) {
                        case None() -> reject(NOT_FOUND);
                        case Placed() -> accept(new OrderShipped());
                        case Shipped() -> accept();
                        case Cancelled() -> reject(ALREADY_CANCELLED);
                    };
            case CancelOrder() ->
                    switch (order) {
                        case None() -> reject(NOT_FOUND);
                        case Placed() -> accept(new OrderCancelled());
                        case Shipped() -> reject(ALREADY_SHIPPED);
                        case Cancelled() -> accept();
                    };
        };
    }

    static Order evolve(Order order, Event event) {
        return switch (event) {
            case OrderPlaced _ when order instanceof None -> new Placed();
            case OrderShipped() when order instanceof Placed -> new Shipped();
            case OrderCancelled() when order instanceof Placed -> new Cancelled();
            case OrderPlaced _, OrderShipped _, OrderCancelled _ ->
                    throw new IllegalStateException(event + " cannot happen to " + order);
        };
    }

    /// The names are persisted: you may rename a class, but not its name here.
    EntityType<Order, Command, Event, Rejection> TYPE =
            new EntityType<>(
                    "Order",
                    new Decider<>(new None(), Order::decide, Order::evolve),
                    command -> command instanceof PlaceOrder,
                    TypeNames.of(
                            Command.class,
                            named("PlaceOrder", PlaceOrder.class),
                            named("ShipOrder", ShipOrder.class),
                            named("CancelOrder", CancelOrder.class)),
                    TypeNames.of(
                            Event.class,
                            named("OrderPlaced", OrderPlaced.class),
                            named("OrderShipped", OrderShipped.class),
                            named("OrderCancelled", OrderCancelled.class)),
                    TypeNames.of(
                            Order.class,
                            named("None", None.class),
                            named("Placed", Placed.class),
                            named("Shipped", Shipped.class),
                            named("Cancelled", Cancelled.class)),
                    1);
}
