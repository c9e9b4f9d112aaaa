package com.example.service;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.EntitiesOfClient;
import dev.millrace.eventsourcing.lambda.host.OperationsFunction;
import java.util.Map;

/// Does what an operator asks for.
public final class ProcessOperations extends OperationsFunction {
    public ProcessOperations() {
        this(System.getenv());
    }

    public ProcessOperations(Map<String, String> variables) {
        var platform = Platform.of(variables);
        super(platform, OrderService.on(platform), EntitiesOfClient.NONE);
    }
}
