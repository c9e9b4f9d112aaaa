package com.example.service;

import static dev.millrace.eventsourcing.testkit.Commits.BEGINNING;

import com.example.service.Order.Event.OrderCancelled;
import com.example.service.Order.Event.OrderPlaced;
import com.example.service.Order.Event.OrderShipped;
import com.example.service.OrderRow.Status;
import dev.millrace.eventsourcing.testkit.ViewScenario;
import org.junit.jupiter.api.Test;

class OrderRowTest {
    private static final OrderPlaced PLACED = new OrderPlaced("ada", "a lamp");

    @Test
    void aRowFollowsItsOrder() {
        ViewScenario.of(OrderRow.VIEW, "o1")
                .when(PLACED)
                .thenRow(row(Status.PLACED))
                .when(new OrderShipped())
                .thenRow(row(Status.SHIPPED));
        ViewScenario.of(OrderRow.VIEW, "o1")
                .when(PLACED)
                .when(new OrderCancelled())
                .thenRow(row(Status.CANCELLED));
    }

    private static OrderRow row(Status status) {
        return new OrderRow("o1", "ada", "a lamp", status, BEGINNING.plusSeconds(1));
    }
}
