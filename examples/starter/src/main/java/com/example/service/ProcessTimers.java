package com.example.service;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.SweepFunction;
import java.util.Map;

/// Does each minute what is due: timers, and what a process owes.
public final class ProcessTimers extends SweepFunction {
    public ProcessTimers() {
        this(System.getenv());
    }

    public ProcessTimers(Map<String, String> variables) {
        var platform = Platform.of(variables);
        super(platform, OrderService.on(platform));
    }
}
