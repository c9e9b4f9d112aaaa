package com.example.service;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Service;
import dev.millrace.eventsourcing.trace.Diagnosis;
import java.time.Duration;

/// The service: its entities, its processes with what they hear, and its view.
final class OrderService {
    private OrderService() {}

    static Service on(Platform platform) {
        return of(platform.environment().duration("SHIPPING_TIME"));
    }

    /// @param shippingTime how long after its placement an order is to be shipped
    static Service of(Duration shippingTime) {
        return Service.named("my-service")
                .entity(Order.TYPE, Diagnosis.none())
                .process(new Announcement())
                .process(new ShippingDeadline(shippingTime), ShippingDeadline.ORDERS)
                .view(OrderRow.VIEW);
    }
}
