package com.example.service;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.ProcessStreamFunction;
import java.util.Map;

/// The Lambda function that hands every commit of the journal to the processes.
public final class OrderProcesses extends ProcessStreamFunction {
    public OrderProcesses() {
        this(System.getenv());
    }

    public OrderProcesses(Map<String, String> variables) {
        var platform = Platform.of(variables);
        super(platform, OrderService.on(platform));
    }
}
