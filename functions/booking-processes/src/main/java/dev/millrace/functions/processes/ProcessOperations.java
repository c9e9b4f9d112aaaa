package dev.millrace.functions.processes;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.OperationsFunction;
import java.util.Map;

/// What an operator asks of the booking's processes.
public final class ProcessOperations extends OperationsFunction {
    public ProcessOperations() {
        this(System.getenv());
    }

    public ProcessOperations(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public ProcessOperations(Platform platform) {
        super(BookingService.countingRefunds(platform), BookingService.on(platform));
    }
}
