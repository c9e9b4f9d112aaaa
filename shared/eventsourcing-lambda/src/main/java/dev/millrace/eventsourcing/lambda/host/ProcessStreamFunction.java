package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Service;

/// Gives every commit of the journals to all processes of a service.
public abstract class ProcessStreamFunction extends StreamFunction {
    private static final Metric LAG = Metric.millis("ProcessLag");

    protected ProcessStreamFunction(Platform platform, Service service) {
        super(platform, service, new Processes(service, platform).stream(), LAG);
    }
}
