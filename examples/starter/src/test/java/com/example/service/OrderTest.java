package com.example.service;

import static com.example.service.Order.Rejection.ALREADY_CANCELLED;
import static com.example.service.Order.Rejection.ALREADY_PLACED;
import static com.example.service.Order.Rejection.ALREADY_SHIPPED;
import static com.example.service.Order.Rejection.NOT_FOUND;

import com.example.service.Order.Command;
import com.example.service.Order.Command.CancelOrder;
import com.example.service.Order.Command.PlaceOrder;
import com.example.service.Order.Command.ShipOrder;
import com.example.service.Order.Event;
import com.example.service.Order.Event.OrderCancelled;
import com.example.service.Order.Event.OrderPlaced;
import com.example.service.Order.Event.OrderShipped;
import com.example.service.Order.Rejection;
import dev.millrace.eventsourcing.testkit.DeciderScenario;
import org.junit.jupiter.api.Test;

class OrderTest {
    private final DeciderScenario<Order, Command, Event, Rejection> order =
            DeciderScenario.of(Order.TYPE.decider());

    @Test
    void anOrderIsPlacedOnceAndShippedOnce() {
        order.when(new PlaceOrder("ada", "a lamp"))
                .thenEvents(new OrderPlaced("ada", "a lamp"))
                .when(new PlaceOrder("ada", "a lamp"))
                .thenRejected(ALREADY_PLACED)
                .when(new ShipOrder())
                .thenEvents(new OrderShipped())
                .when(new ShipOrder())
                .thenNothing()
                .when(new CancelOrder())
                .thenRejected(ALREADY_SHIPPED);
    }

    @Test
    void anOrderIsCancelledBeforeItIsShipped() {
        order.given(new OrderPlaced("ada", "a lamp"))
                .when(new CancelOrder())
                .thenEvents(new OrderCancelled())
                .when(new CancelOrder())
                .thenNothing()
                .when(new ShipOrder())
                .thenRejected(ALREADY_CANCELLED);
    }

    @Test
    void anOrderThatWasNotPlacedIsNotFound() {
        order.when(new ShipOrder()).thenRejected(NOT_FOUND);
        order.when(new CancelOrder()).thenRejected(NOT_FOUND);
    }
}
