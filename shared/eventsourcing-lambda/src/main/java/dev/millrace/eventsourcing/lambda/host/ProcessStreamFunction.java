package dev.millrace.eventsourcing.lambda.host;

import dev.millrace.eventsourcing.lambda.Metric;
import dev.millrace.eventsourcing.lambda.Platform;
import dev.millrace.eventsourcing.process.Processes;
import dev.millrace.eventsourcing.process.Service;

/// Passes every commit of a service's journals to all its processes.
public abstract class ProcessStreamFunction extends StreamFunction {
    private static final Metric LAG = Metric.millis("ProcessLag");

    protected ProcessStreamFunction(Platform platform, Service service) {
        super(platform, service, new Processes(service, platform).stream(), LAG);
    }
}
