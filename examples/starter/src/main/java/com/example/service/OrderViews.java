package com.example.service;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.ViewStreamFunction;
import java.util.Map;

/// The Lambda function that hands every commit of the journal to the view.
public final class OrderViews extends ViewStreamFunction {
    public OrderViews() {
        this(System.getenv());
    }

    public OrderViews(Map<String, String> variables) {
        var platform = Platform.of(variables);
        super(platform, OrderService.on(platform));
    }
}
