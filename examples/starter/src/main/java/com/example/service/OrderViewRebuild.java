package com.example.service;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.RebuildFunction;
import java.util.Map;

/// The Lambda function that rebuilds the view from the journal, for an operator.
public final class OrderViewRebuild extends RebuildFunction<OrderRow, Order.Event> {
    public OrderViewRebuild() {
        this(System.getenv());
    }

    public OrderViewRebuild(Map<String, String> variables) {
        var platform = Platform.of(variables);
        super(platform, OrderRow.VIEW);
    }
}
