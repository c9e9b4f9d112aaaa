package com.example.service;

import static dev.millrace.eventsourcing.lambda.HttpCall.within;

import com.example.service.Order.Command;
import com.example.service.Order.Command.CancelOrder;
import com.example.service.Order.Command.PlaceOrder;
import com.example.service.Order.Command.ShipOrder;
import com.example.service.Order.Event;
import com.example.service.Order.Rejection;
import dev.millrace.eventsourcing.Entities;
import dev.millrace.eventsourcing.Ids;
import dev.millrace.eventsourcing.Outcome;
import dev.millrace.eventsourcing.Trace;
import dev.millrace.eventsourcing.lambda.HttpAnswer;
import dev.millrace.eventsourcing.lambda.HttpCall;
import dev.millrace.eventsourcing.lambda.HttpRoutes;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.Problem;
import java.util.List;
import java.util.Map;

/// The Lambda function of the HTTP API.
public final class OrderApi extends HttpRoutes {
    private static final int MOST_CHARACTERS = 100;

    record Placement(String customer, String item) {}

    record Answer(String orderId) {}

    record Orders(List<OrderRow> orders) {}

    public OrderApi() {
        this(System.getenv());
    }

    public OrderApi(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    private OrderApi(Platform platform) {
        var orders = platform.entities(Order.TYPE);
        var view = platform.view(OrderRow.VIEW);
        var table = OrderTable.on(platform);
        super(
                Map.of(
                        "POST /orders", call -> place(orders, call),
                        "POST /orders/{orderId}/shipment",
                                call -> change(orders, call, new ShipOrder()),
                        "DELETE /orders/{orderId}", call -> change(orders, call, new CancelOrder()),
                        "GET /orders/{orderId}",
                                call -> {
                                    // Read from the journal, so it is up to date.
                                    var row = view.current(orderId(call));
                                    if (row == null) throw Problem.notFound("order");
                                    return HttpAnswer.json(200, row.value());
                                },
                        "GET /customers/{customer}/orders",
                                call -> {
                                    var customer = call.path("customer");
                                    var found = table.byCustomer(customer, call.limit(20, 100));
                                    return HttpAnswer.json(200, new Orders(found));
                                }),
                platform.log());
    }

    /// A repeated call with the same `Idempotency-Key` gets the same order.
    private static HttpAnswer place(
            Entities<Order, Command, Event, Rejection> orders, HttpCall call) {
        var body = call.body(Placement.class);
        var customer = within("customer", body.customer(), MOST_CHARACTERS);
        var item = within("item", body.item(), MOST_CHARACTERS);
        var orderId = call.newEntityId(customer);
        // The id follows from the whole command: the same key with another item is another command.
        var commandId = Ids.of("PlaceOrder", orderId, customer, item);
        send(orders, orderId, commandId, new PlaceOrder(customer, item), call);
        return HttpAnswer.accepted("/orders/" + orderId, new Answer(orderId));
    }

    private static HttpAnswer change(
            Entities<Order, Command, Event, Rejection> orders, HttpCall call, Command command) {
        var orderId = orderId(call);
        var commandId = Ids.of(Order.TYPE.commands().nameOf(command), orderId, call.requestId());
        send(orders, orderId, commandId, command, call);
        return HttpAnswer.json(200, new Answer(orderId));
    }

    private static void send(
            Entities<Order, Command, Event, Rejection> orders,
            String orderId,
            String commandId,
            Command command,
            HttpCall call) {
        var trace = new Trace(commandId, HttpCall.SENDER, call.requestId(), null);
        switch (orders.send(orderId, command, trace)) {
            case Outcome.Accepted<Order, Rejection> _ -> {}
            case Outcome.Rejected<Order, Rejection>(var reason) -> throw problem(reason);
            case Outcome.Erased<Order, Rejection>() -> throw Problem.notFound("order");
        }
    }

    private static String orderId(HttpCall call) {
        var orderId = call.path("orderId");
        if (Ids.isOne(orderId)) return orderId;
        throw Problem.notFound("order");
    }

    private static Problem problem(Rejection reason) {
        return switch (reason) {
            case NOT_FOUND -> Problem.notFound("order");
            case ALREADY_PLACED -> conflict(reason, "This key has placed another order.");
            case ALREADY_SHIPPED -> conflict(reason, "The order is shipped.");
            case ALREADY_CANCELLED -> conflict(reason, "The order is cancelled.");
        };
    }

    private static Problem conflict(Rejection reason, String detail) {
        return new Problem(409, reason.name(), detail);
    }
}
