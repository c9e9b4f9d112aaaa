package com.example.service;

import com.example.service.Order.Event;
import com.example.service.Order.Event.OrderCancelled;
import com.example.service.Order.Event.OrderPlaced;
import com.example.service.Order.Event.OrderShipped;
import dev.millrace.eventsourcing.Commit;
import dev.millrace.eventsourcing.Rows;
import dev.millrace.eventsourcing.SortableTime;
import dev.millrace.eventsourcing.ViewType;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The row of an order in the view. The API answers it as JSON.
record OrderRow(String orderId, String customer, String item, Status status, Instant placedAt) {
    enum Status {
        PLACED,
        SHIPPED,
        CANCELLED
    }

    static final ViewType<OrderRow, Event> VIEW =
            new ViewType<>(
                    "order-view",
                    Order.TYPE,
                    OrderRow.class,
                    new Rows.OnePerEntity<>(OrderRow::project),
                    OrderRow::indexed,
                    null);

    /// Index `by-customer`: `customer`, `placedAt`.
    private Map<String, String> indexed() {
        return Map.of("customer", customer, "placedAt", SortableTime.of(placedAt));
    }

    static @Nullable OrderRow project(@Nullable OrderRow before, Commit<Event> commit) {
        var row = before;
        for (var event : commit.events()) {
            row =
                    switch (event) {
                        case OrderPlaced(var customer, var item) ->
                                new OrderRow(
                                        commit.entityId(),
                                        customer,
                                        item,
                                        Status.PLACED,
                                        commit.at());
                        case OrderShipped() -> placed(row).with(Status.SHIPPED);
                        case OrderCancelled() -> placed(row).with(Status.CANCELLED);
                    };
        }
        return row;
    }

    private static OrderRow placed(@Nullable OrderRow row) {
        return Objects.requireNonNull(row, "an order begins with its placement");
    }

    private OrderRow with(Status next) {
        return new OrderRow(orderId, customer, item, next, placedAt);
    }
}
