package dev.millrace.functions.processes;

import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.lambda.host.SweepFunction;
import java.util.Map;

/// Lambda function that sweeps each minute: it handles what is due in the booking's processes, and
/// tries failed payments again.
public final class ProcessTimers extends SweepFunction {
    public ProcessTimers() {
        this(System.getenv());
    }

    public ProcessTimers(Map<String, String> variables) {
        this(Platform.of(variables));
    }

    public ProcessTimers(Platform platform) {
        super(BookingService.countingRefunds(platform), BookingService.on(platform));
    }
}
