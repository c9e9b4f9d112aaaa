package com.example.service;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.SweepFunction;
import java.util.Map;

/// The Lambda function of the sweep. Each minute it handles due timers and owed effects.
public final class ProcessTimers extends SweepFunction {
    public ProcessTimers() {
        this(System.getenv());
    }

    public ProcessTimers(Map<String, String> variables) {
        var platform = Platform.of(variables);
        super(platform, OrderService.on(platform));
    }
}
