package com.example.service;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.trace.Diagnosis;

import java.time.Duration;

/// The service: its entities, its processes with what they hear, and its view.
final class OrderService {
    private OrderService() {}

    static Service on(Platform platform) {
        return of(platform.environment().duration("PATIENCE"));
    }

    /// @param patience how long an order may wait for its shipment until the reminder
    static Service of(Duration patience) {
        return Service.named("my-service")
                .entity(Order.TYPE, Diagnosis.none())
                .process(new Announcement())
                .process(new Patience(patience), Patience.ORDERS)
                .view(OrderRow.VIEW);
    }
}
