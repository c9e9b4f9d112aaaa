package com.example.service;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.EntitiesOfClient;
import dev.millrace.eventsourcing.lambda.host.OperationsFunction;
import java.util.Map;

/// The Lambda function for the requests of operators.
public final class ProcessOperations extends OperationsFunction {
    public ProcessOperations() {
        this(System.getenv());
    }

    public ProcessOperations(Map<String, String> variables) {
        var platform = Platform.of(variables);
        super(platform, OrderService.on(platform), EntitiesOfClient.NONE);
    }
}
