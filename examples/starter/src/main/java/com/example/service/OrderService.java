package com.example.service;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.time.Duration;

/// Declares the service: its entity, its processes with their sources, and its view.
final class OrderService {
    private OrderService() {}

    static Service on(Platform platform) {
        return of(platform.environment().duration("SHIPPING_TIME"));
    }

    /// @param shippingTime the time from the placement within which an order must be shipped
    static Service of(Duration shippingTime) {
        return Service.named("my-service")
                .entity(Order.TYPE, Diagnosis.none())
                .process(new Announcement())
                .process(new ShippingDeadline(shippingTime), ShippingDeadline.ORDERS)
                .view(OrderRow.VIEW);
    }
}
